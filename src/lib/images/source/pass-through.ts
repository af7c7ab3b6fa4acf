import { MAX_SOURCE_BYTES } from '../binding-facts.ts';
import { UncleanableImageError } from '../file/clean/byte-scanner.ts';
import { type CleanableType, cleanerFor, cleanStream } from '../file/clean/cleaner.ts';
import type { SourceImage } from '../file/read-image.ts';
import type { Upstream } from './fetch-source.ts';

/** The slowest source that an image is passed through from, in bytes per millisecond. */
const SLOWEST_RATE = 128;

/**
 * Whether an image can pass through unchanged, except for blanked metadata. An orientation outside an AVIF's own
 * structure is better applied by encoding, because not every client obeys it.
 */
export function canPassThrough(image: SourceImage): image is SourceImage & { type: CleanableType } {
  const { type, head, isSizeKnown, isRotated } = image;
  const mayBeRotated = isRotated || !isSizeKnown;
  if (type === 'image/heic' || (mayBeRotated && type !== 'image/avif')) return false;
  try {
    cleanerFor(type).push(head);
    return true;
  } catch (error) {
    if (error instanceof UncleanableImageError) return false;
    throw error;
  }
}

/**
 * Streams an image with its metadata blanked. The stream errors where the source does, and where the structure of the
 * file cannot be followed.
 */
export function passThrough(
  { type, body }: { type: CleanableType; body: ReadableStream<Uint8Array> },
  { headers, extendBudget }: Pick<Upstream, 'headers' | 'extendBudget'>,
): ReadableStream<Uint8Array> {
  const length = announcedLength(headers);
  extendBudget(Math.ceil((length ?? MAX_SOURCE_BYTES) / SLOWEST_RATE));
  const cleaned = body.pipeThrough(cleanStream(type));
  return length === null ? cleaned : cleaned.pipeThrough(new FixedLengthStream(length));
}

/**
 * The length of a body in bytes; `null` if the source does not announce it, or if the runtime decodes the body and so
 * changes its length.
 */
export function announcedLength(headers: Headers): number | null {
  const length = Number(headers.get('content-length') ?? Number.NaN);
  return Number.isInteger(length) && !headers.has('content-encoding') ? length : null;
}
