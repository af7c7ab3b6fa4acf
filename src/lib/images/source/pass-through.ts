import { MAX_BYTES } from '../limits.ts';
import { UncleanableImageError } from './clean/byte-scanner.ts';
import { type CleanableType, cleanerFor, cleanStream } from './clean/cleaner.ts';
import type { Upstream } from './fetch-source.ts';
import type { SourceImage } from './read-image.ts';

/** The slowest source that an image is passed through from, in bytes per millisecond. */
const SLOWEST_RATE = 128;

/**
 * Whether an image can pass through unchanged, except for blanked metadata. An orientation outside an AVIF's own
 * structure is better applied by encoding, because not every client obeys it.
 */
export function canPassThrough(image: SourceImage): image is SourceImage & { type: CleanableType } {
  const { type, head, mayBeRotated } = image;
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
  extendBudget(Math.ceil((length ?? MAX_BYTES) / SLOWEST_RATE));
  const cleaned = body.pipeThrough(cleanStream(type));
  return length === undefined ? cleaned : cleaned.pipeThrough(new FixedLengthStream(length));
}

/**
 * The length of a body in bytes, if the source announces it and the runtime does not decode the body: a decoded body has
 * another length.
 */
function announcedLength(headers: Headers): number | undefined {
  const length = Number(headers.get('content-length') ?? Number.NaN);
  return Number.isInteger(length) && !headers.has('content-encoding') ? length : undefined;
}
