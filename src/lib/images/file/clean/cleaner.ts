import { concatBytes } from '../../../http/bytes.ts';
import { ByteScanner, UncleanableImageError, type Walk } from './byte-scanner.ts';
import { cleanAvif } from './clean-avif.ts';
import { cleanGif } from './clean-gif.ts';
import { cleanJpeg } from './clean-jpeg.ts';
import { cleanPng } from './clean-png.ts';
import { cleanWebp } from './clean-webp.ts';

const WALKS = {
  'image/jpeg': cleanJpeg,
  'image/png': cleanPng,
  'image/webp': cleanWebp,
  'image/gif': cleanGif,
  'image/avif': cleanAvif,
} as const satisfies Record<string, (scanner: ByteScanner) => Walk>;

export type CleanableType = keyof typeof WALKS;

/** Blanks the metadata of one image while it streams. The output is as long as the input. */
interface Cleaner {
  /**
   * Returns the bytes that are ready. Unchanged bytes are views of `chunk`.
   *
   * @throws UncleanableImageError at this call and each later one, when the structure cannot be followed
   */
  push(chunk: Uint8Array): Uint8Array[];
  /** Returns the bytes that a truncated image left unfinished, blanked. */
  end(): Uint8Array[];
  /** Whether any byte has been changed so far. */
  readonly hasChanged: boolean;
}

/**
 * Returns a cleaner for one image. Colour profiles, orientation and animation stay; every other byte that no
 * decoder needs is blanked in place.
 */
export function cleanerFor(type: CleanableType): Cleaner {
  const scanner = new ByteScanner();
  const walk = walkWholeFile(scanner, type);
  let failure: UncleanableImageError | undefined;
  return {
    push(chunk) {
      if (failure !== undefined) throw failure;
      scanner.feed(chunk);
      try {
        walk.next();
      } catch (error) {
        if (error instanceof UncleanableImageError) failure = error;
        throw error;
      }
      return scanner.takeOutput();
    },
    end() {
      scanner.blankPending();
      return scanner.takeOutput();
    },
    get hasChanged() {
      return scanner.hasChanged;
    },
  };
}

/** Walks the image, and blanks what follows it in the file. */
function* walkWholeFile(scanner: ByteScanner, type: CleanableType): Walk {
  yield* WALKS[type](scanner);
  yield* scanner.blank(Number.POSITIVE_INFINITY);
}

/** The most parts of one chunk that are written one by one. More parts are joined, which costs less. */
const MAX_PARTS = 4;

/**
 * Cleans an image that streams through. The stream errors with an `UncleanableImageError` where the structure
 * cannot be followed.
 */
export function cleanStream(type: CleanableType): TransformStream<Uint8Array, Uint8Array> {
  const cleaner = cleanerFor(type);
  return new TransformStream({
    transform(chunk, controller) {
      const parts = cleaner.push(chunk);
      for (const part of parts.length > MAX_PARTS ? [concatBytes(parts)] : parts) controller.enqueue(part);
    },
    flush(controller) {
      for (const part of cleaner.end()) controller.enqueue(part);
    },
  });
}
