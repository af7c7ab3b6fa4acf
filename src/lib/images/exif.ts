import type { PictureType } from './picture.ts';

/** The bit of a WebP's VP8X chunk that announces EXIF (developers.google.com/speed/webp/docs/riff_container). */
const WEBP_FLAGS = 20;
const WEBP_EXIF = 0x08;

/** What stands in front of EXIF: an APP1 segment of a JPEG, a chunk of a PNG, an item of an AVIF. */
const MARKS: Partial<Record<PictureType, string>> = {
  'image/jpeg': 'Exif\0\0',
  'image/png': 'eXIf',
  'image/avif': 'Exif',
};

/**
 * Whether a picture carries EXIF, by its first bytes up to its dimensions. Those of a PNG may end before it.
 */
export function hasExif(head: Uint8Array, type: PictureType): boolean {
  if (type === 'image/webp') {
    const isExtended = String.fromCharCode(...head.subarray(12, 16)) === 'VP8X';
    return isExtended && ((head[WEBP_FLAGS] ?? 0) & WEBP_EXIF) !== 0;
  }
  const mark = MARKS[type];
  return mark !== undefined && indexOf(head, new TextEncoder().encode(mark)) !== -1;
}

function indexOf(bytes: Uint8Array, mark: Uint8Array): number {
  let at = bytes.indexOf(mark[0] ?? 0);
  while (at !== -1 && !mark.every((byte, i) => bytes[at + i] === byte))
    at = bytes.indexOf(mark[0] ?? 0, at + 1);
  return at;
}
