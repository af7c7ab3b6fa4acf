import { imageDimensionsFromData } from 'image-dimensions';
import { concatBytes } from '../../http/bytes.ts';
import { Problem } from '../../http/problem.ts';
import { type ImageType, imageTypeOf, mayBeImage } from './image-type.ts';
import { hasExif } from './metadata.ts';

export interface Picture {
  type: ImageType;
  /** Pixels, before an EXIF orientation is applied. */
  width: number;
  height: number;
  /** Whether it carries EXIF, which may turn it and may say where it was taken. */
  hasExif: boolean;
  /** What has been read of it; `body` begins with it again. */
  head: Uint8Array;
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
  let found: ReturnType<typeof imageDimensionsFromData>;
  let isEnded = false;
  while (found === undefined && !isEnded && head.length < HEAD_BYTES && mayBeImage(head)) {
    // At least twice as much as was looked at before, so that many small chunks cost no more than a few large ones.
    const chunk = await readAtLeast(reader, head.length);
    isEnded = chunk.isEnded;
    head = concatBytes([head, ...chunk.parts]);
    found = imageDimensionsFromData(head);
  }
  const type = imageTypeOf(found?.type ?? '');
  if (found === undefined || type === undefined) {
    await reader.cancel();
    throw new Problem('not-an-image', 'The source is not a PNG, JPEG, GIF, WebP or AVIF image.');
  }
  const { width, height } = found;
  return { type, width, height, hasExif: hasExif(head, type), head, body: resume(head, reader) };
}

async function readAtLeast(
  reader: ReadableStreamDefaultReader<Uint8Array>,
  length: number,
): Promise<{ parts: Uint8Array[]; isEnded: boolean }> {
  const parts: Uint8Array[] = [];
  for (let read = 0; read <= length; ) {
    const { done, value } = await reader.read();
    if (done) return { parts, isEnded: true };
    parts.push(value);
    read += value.length;
  }
  return { parts, isEnded: false };
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
