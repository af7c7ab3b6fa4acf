import type { ImageType } from './image-type.ts';

/** The bits of a WebP's VP8X chunk that announce EXIF and XMP (developers.google.com/speed/webp/docs/riff_container). */
const WEBP_FLAGS = 20;
const WEBP_METADATA = 0x08 | 0x04;

/** What EXIF and XMP begin with: segments of a JPEG, chunks of a PNG (as text too), items of an AVIF. */
const MARKS: Partial<Record<ImageType, readonly string[]>> = {
  'image/jpeg': ['Exif\0\0', 'http://ns.adobe.com/x'],
  'image/png': ['eXIf', 'iTXt', 'zTXt', 'tEXt', 'iCCP'],
  'image/gif': ['XMP Data'],
  'image/avif': ['Exif', 'application/rdf+xml'],
};

/**
 * Whether a picture carries EXIF or XMP, or may carry it behind what was read of it: its first bytes up to its
 * dimensions. What stands behind the pixels is not seen.
 */
export function hasExif(head: Uint8Array, type: ImageType): boolean {
  if (type === 'image/webp') {
    const isExtended = String.fromCharCode(...head.subarray(12, 16)) === 'VP8X';
    return isExtended && ((head[WEBP_FLAGS] ?? 0) & WEBP_METADATA) !== 0;
  }
  const marks = MARKS[type] ?? [];
  return marks.some((mark) => indexOf(head, new TextEncoder().encode(mark)) !== -1);
}

function indexOf(bytes: Uint8Array, mark: Uint8Array): number {
  let at = bytes.indexOf(mark[0] ?? 0);
  while (at !== -1 && !mark.every((byte, i) => bytes[at + i] === byte))
    at = bytes.indexOf(mark[0] ?? 0, at + 1);
  return at;
}
