import type { ImageType } from '../image-type.ts';
import { readGifHead } from './gif.ts';
import type { HeadFacts } from './head-facts.ts';
import { readIsobmffHead } from './isobmff.ts';
import { readJpegHead } from './jpeg.ts';
import { readPngHead } from './png.ts';
import { readWebpHead } from './webp.ts';

/** Where a head is too short to tell, an image counts as an animation and as transparent, which keeps both. */
type ReadHead = (head: Uint8Array) => HeadFacts;

const READERS: Readonly<Record<ImageType, ReadHead>> = {
  'image/png': readPngHead,
  'image/jpeg': readJpegHead,
  'image/gif': readGifHead,
  'image/webp': readWebpHead,
  'image/avif': readIsobmffHead,
  'image/heic': readIsobmffHead,
};

export function readHead(head: Uint8Array, type: ImageType): HeadFacts {
  return READERS[type](head);
}
