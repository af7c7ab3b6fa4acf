import { latin1 } from '../../http/bytes.ts';
import type { ImageType } from './image-type.ts';

/** Bytes that may announce an orientation. ImageMagick stores EXIF in PNG text; `irot` is a property of an AVIF. */
const ORIENTATION_MARKS: Readonly<Record<Exclude<ImageType, 'image/webp'>, readonly string[]>> = {
  'image/jpeg': ['Exif\0\0'],
  'image/png': ['eXIf', 'iTXt', 'zTXt', 'tEXt'],
  'image/gif': [],
  'image/avif': ['Exif', 'irot'],
  'image/heic': ['Exif', 'irot'],
};

/** Flags of the VP8X chunk: https://developers.google.com/speed/webp/docs/riff_container#extended_file_format */
const WEBP_FLAGS_OFFSET = 20;
const WEBP_EXIF = 0x08;

/**
 * Whether an image may have an orientation, which can exchange its width and height. This is a search for bytes in the
 * head of the file, up to its dimensions.
 */
export function mayBeRotated(head: Uint8Array, type: ImageType): boolean {
  return type === 'image/webp'
    ? hasWebpFlag(head, WEBP_EXIF)
    : ORIENTATION_MARKS[type].some((mark) => indexOf(head, new TextEncoder().encode(mark)) !== -1);
}

function hasWebpFlag(head: Uint8Array, flag: number): boolean {
  const isExtended = latin1(head.subarray(12, 16)) === 'VP8X';
  return isExtended && ((head[WEBP_FLAGS_OFFSET] ?? 0) & flag) !== 0;
}

function indexOf(bytes: Uint8Array, mark: Uint8Array): number {
  let at = bytes.indexOf(mark[0] ?? 0);
  while (at !== -1 && !mark.every((byte, i) => bytes[at + i] === byte))
    at = bytes.indexOf(mark[0] ?? 0, at + 1);
  return at;
}
