import type { ImageType } from '../image-type.ts';
import { readGifHead } from './gif-head.ts';
import type { HeadFacts } from './head-facts.ts';
import { readIsobmffHead } from './isobmff-head.ts';
import { readJpegHead } from './jpeg-head.ts';
import { readPngHead } from './png-head.ts';
import { readWebpHead } from './webp-head.ts';

/** If a head is too short, the image counts as animated and transparent, so that both are preserved. */
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
