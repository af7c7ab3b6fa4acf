import type { HeadFacts } from './head-facts.ts';

/** Blocks of GIF89a, sections 18 to 27: https://www.w3.org/Graphics/GIF/spec-gif89a.txt */
const SCREEN_BYTES = 13;
const EXTENSION = 0x21;
const GRAPHIC_CONTROL = 0xf9;
const IMAGE = 0x2c;
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
      // The trailer, or what decoders ignore.
      return facts;
    }
  }
  return { ...facts, isAnimated: true, isComplete: false };
}

/** @param flags the packed field of a screen or an image */
function colourTableBytes(flags = 0): number {
  return (flags & 0x80) === 0 ? 0 : 3 * 2 ** ((flags & 7) + 1);
}

function skipSubBlocks(head: Uint8Array, start: number): number {
  let offset = start;
  while (offset < head.length && head[offset] !== 0) offset += 1 + (head[offset] ?? 0);
  return offset + 1;
}
