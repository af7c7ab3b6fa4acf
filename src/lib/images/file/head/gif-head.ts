import { colourTableBytes, EXTENSION, GRAPHIC_CONTROL, IMAGE } from '../clean/gif-format.ts';
import type { HeadFacts } from './head-facts.ts';

/** The signature and the logical screen descriptor (GIF89a, sections 17 and 18). */
const SCREEN_BYTES = 13;
/** The image descriptor (section 20). */
const IMAGE_BYTES = 10;

/** Reads the blocks up to the second image. */
export function readGifHead(head: Uint8Array): HeadFacts {
  const facts: HeadFacts = { orientation: 1, isAnimated: false, hasAlpha: false, isComplete: true };
  let images = 0;
  let offset = SCREEN_BYTES + colourTableBytes(head[10]);
  while (offset < head.length) {
    const block = head[offset];
    if (block === EXTENSION) {
      if (head[offset + 1] === GRAPHIC_CONTROL) facts.hasAlpha ||= ((head[offset + 3] ?? 0) & 1) !== 0;
      offset = skipSubBlocks(head, offset + 2);
    } else if (block === IMAGE) {
      if (++images > 1) return { ...facts, isAnimated: true };
      const data = offset + IMAGE_BYTES + colourTableBytes(head[offset + 9]);
      // The code size of the pixels precedes them.
      offset = skipSubBlocks(head, data + 1);
    } else {
      // The trailer, or bytes that decoders ignore.
      return facts;
    }
  }
  return { ...facts, isAnimated: true, isComplete: false };
}

function skipSubBlocks(head: Uint8Array, start: number): number {
  let offset = start;
  while (offset < head.length && head[offset] !== 0) offset += 1 + (head[offset] ?? 0);
  return offset + 1;
}
