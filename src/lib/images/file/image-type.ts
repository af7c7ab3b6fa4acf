import { latin1 } from '../../http/bytes.ts';

/**
 * The types that this origin serves, by their names in `image-dimensions`. All other files are active content, such as
 * SVG and HTML, or not images.
 */
const IMAGE_TYPES = {
  png: 'image/png',
  jpeg: 'image/jpeg',
  gif: 'image/gif',
  webp: 'image/webp',
  avif: 'image/avif',
  heic: 'image/heic',
} as const;

export type ImageType = (typeof IMAGE_TYPES)[keyof typeof IMAGE_TYPES];

/** The MIME type of one of the six types, or `undefined` for the name of any other. */
export function imageTypeOf(name: string): ImageType | undefined {
  return Object.hasOwn(IMAGE_TYPES, name) ? IMAGE_TYPES[name as keyof typeof IMAGE_TYPES] : undefined;
}

/** The first bytes of each type: PNG, JPEG, GIF, WebP, and the ISO container of AVIF and HEIC. */
const MAGIC = /^(?:\x89PNG\r\n|\xff\xd8\xff|GIF8[79]a|RIFF....WEBP|....ftyp)/s;

/** Bytes needed to rule out all types. */
const MAGIC_BYTES = 16;

/** Whether the first bytes can begin an image of one of the types. */
export function mayBeImage(head: Uint8Array): boolean {
  return head.length < MAGIC_BYTES || MAGIC.test(latin1(head.subarray(0, MAGIC_BYTES)));
}
