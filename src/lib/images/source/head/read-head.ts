import type { ImageType } from '../image-type.ts';
import { readGifHead } from './gif.ts';
import type { HeadFacts } from './head-facts.ts';
import { readIsobmffHead } from './isobmff.ts';
import { readJpegHead } from './jpeg.ts';
import { readPngHead } from './png.ts';
import { readWebpHead } from './webp.ts';

/** Reads the facts, or returns `undefined` when the head is too short to tell. */
type ReadHead = (head: Uint8Array) => HeadFacts | undefined;

const READERS: Readonly<Record<ImageType, ReadHead>> = {
  'image/png': readPngHead,
  'image/jpeg': readJpegHead,
  'image/gif': readGifHead,
  'image/webp': readWebpHead,
  'image/avif': readIsobmffHead,
  'image/heic': readIsobmffHead,
};

export function readHead(head: Uint8Array, type: ImageType): HeadFacts | undefined {
  return READERS[type](head);
}

/**
 * The facts about an image whose head does not tell. An animation must not become a still, nor transparency black.
 *
 * @param isEnded whether the head is the whole file
 */
export function assumedFacts(type: ImageType, isEnded: boolean): HeadFacts {
  return { orientation: undefined, isAnimated: type === 'image/gif' && !isEnded, hasAlpha: true };
}
