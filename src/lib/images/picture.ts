import { type ImageType, imageDimensionsFromData } from 'image-dimensions';
import { Problem } from '../http/problem.ts';

/** The types that may leave this origin. Everything else, SVG and HTML above all, is active content or not a picture. */
const MIME_TYPES = {
  png: 'image/png',
  jpeg: 'image/jpeg',
  gif: 'image/gif',
  webp: 'image/webp',
  avif: 'image/avif',
} as const satisfies Partial<Record<ImageType, string>>;

export type PictureType = (typeof MIME_TYPES)[keyof typeof MIME_TYPES];

export interface Picture {
  type: PictureType;
  /** Pixels, before an EXIF orientation is applied. */
  width: number;
  height: number;
  body: ReadableStream<Uint8Array>;
}

/** How far into a file its dimensions are looked for, in bytes: JPEGs carry metadata and previews in front of them. */
const HEAD_BYTES = 1024 * 1024;

/**
 * Reads the type and the dimensions of a picture from its first bytes, whatever its Content-Type claims, and hands
 * on the whole stream.
 *
 * @throws Problem 415 when the bytes are not a PNG, JPEG, GIF, WebP or AVIF
 */
export async function readPicture(body: ReadableStream<Uint8Array>): Promise<Picture> {
  const reader = body.getReader();
  let head: Uint8Array = new Uint8Array();
  let found = imageDimensionsFromData(head);
  while (found === undefined && head.length < HEAD_BYTES) {
    const { done, value } = await reader.read();
    if (done) break;
    head = concat(head, value);
    found = imageDimensionsFromData(head);
  }
  if (found === undefined || !(found.type in MIME_TYPES)) {
    await reader.cancel();
    throw new Problem(415, 'The source is not a PNG, JPEG, GIF, WebP or AVIF picture.');
  }
  const type = MIME_TYPES[found.type as keyof typeof MIME_TYPES];
  return { type, width: found.width, height: found.height, body: resume(head, reader) };
}

/** The stream from its beginning again: what was read of it, then the rest. */
function resume(
  head: Uint8Array,
  reader: ReadableStreamDefaultReader<Uint8Array>,
): ReadableStream<Uint8Array> {
  return new ReadableStream({
    start: (controller) => controller.enqueue(head),
    async pull(controller) {
      const { done, value } = await reader.read();
      if (done) controller.close();
      else controller.enqueue(value);
    },
    cancel: (reason) => reader.cancel(reason),
  });
}

function concat(a: Uint8Array, b: Uint8Array): Uint8Array {
  const joined = new Uint8Array(a.length + b.length);
  joined.set(a);
  joined.set(b, a.length);
  return joined;
}
