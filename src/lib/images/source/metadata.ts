import type { ImageType } from './image-type.ts';

type Marks = Readonly<Record<Exclude<ImageType, 'image/webp'>, readonly string[]>>;

/** Bytes that announce metadata: JPEG segments, PNG chunks, GIF extensions and AVIF items. WebP has flags instead. */
const METADATA_MARKS: Marks = {
  'image/jpeg': ['Exif\0\0', 'http://ns.adobe.com/x'],
  'image/png': ['eXIf', 'iTXt', 'zTXt', 'tEXt', 'iCCP'],
  'image/gif': ['XMP Data'],
  'image/avif': ['Exif', 'application/rdf+xml'],
};

/** Bytes that may announce an orientation. ImageMagick stores EXIF in PNG text; `irot` is a property of an AVIF. */
const ORIENTATION_MARKS: Marks = {
  'image/jpeg': ['Exif\0\0'],
  'image/png': ['eXIf', 'iTXt', 'zTXt', 'tEXt'],
  'image/gif': [],
  'image/avif': ['Exif', 'irot'],
};

/** Flags of the VP8X chunk: https://developers.google.com/speed/webp/docs/riff_container#extended_file_format */
const WEBP_FLAGS_OFFSET = 20;
const WEBP_EXIF = 0x08;
const WEBP_XMP = 0x04;

/**
 * Whether an image may carry EXIF, XMP or text, which can tell where it was taken. This is a search for bytes in the
 * head of the file, up to its dimensions. It finds no metadata behind the pixels.
 */
export function hasMetadata(head: Uint8Array, type: ImageType): boolean {
  return type === 'image/webp'
    ? hasWebpFlag(head, WEBP_EXIF | WEBP_XMP)
    : includesAny(head, METADATA_MARKS[type]);
}

/** Whether an image may have an orientation, which can exchange its width and height. The search is the same. */
export function mayBeRotated(head: Uint8Array, type: ImageType): boolean {
  return type === 'image/webp' ? hasWebpFlag(head, WEBP_EXIF) : includesAny(head, ORIENTATION_MARKS[type]);
}

function hasWebpFlag(head: Uint8Array, flags: number): boolean {
  const isExtended = String.fromCharCode(...head.subarray(12, 16)) === 'VP8X';
  return isExtended && ((head[WEBP_FLAGS_OFFSET] ?? 0) & flags) !== 0;
}

function includesAny(head: Uint8Array, marks: readonly string[]): boolean {
  return marks.some((mark) => indexOf(head, new TextEncoder().encode(mark)) !== -1);
}

function indexOf(bytes: Uint8Array, mark: Uint8Array): number {
  let at = bytes.indexOf(mark[0] ?? 0);
  while (at !== -1 && !mark.every((byte, i) => bytes[at + i] === byte))
    at = bytes.indexOf(mark[0] ?? 0, at + 1);
  return at;
}
