/** The first bytes of blocks (GIF89a, appendix A): https://www.w3.org/Graphics/GIF/spec-gif89a.txt */
export const IMAGE = 0x2c;
export const EXTENSION = 0x21;
export const TRAILER = 0x3b;

/** The labels of extensions, the second byte of their blocks. */
export const GRAPHIC_CONTROL = 0xf9;
export const APPLICATION = 0xff;

/** Returns the bytes of the colour table that the packed fields of a screen or an image announce (sections 18 and 20). */
export function colourTableBytes(packedFields = 0): number {
  return packedFields & 0x80 ? 3 * 2 ** ((packedFields & 0x07) + 1) : 0;
}
