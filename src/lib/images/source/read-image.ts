import { imageDimensionsFromData } from 'image-dimensions';
import { concatBytes } from '../../http/bytes.ts';
import { Problem } from '../../http/problem.ts';
import { type ImageType, imageTypeOf, mayBeImage } from './image-type.ts';
import { mayBeRotated } from './orientation.ts';

export interface SourceImage {
  type: ImageType;
  /** Pixels as stored, before an orientation is applied. */
  width: number;
  height: number;
  /** Whether an orientation may exchange its width and height. */
  mayBeRotated: boolean;
  /** The first bytes of the file, which `body` repeats. */
  head: Uint8Array;
  /** The whole file. */
  body: ReadableStream<Uint8Array>;
}

/** Bytes that are searched for dimensions: a JPEG can have metadata and previews before them. */
const MAX_HEAD_BYTES = 1024 * 1024;

/**
 * Reads the type and the dimensions of an image from its first bytes, whatever its Content-Type says.
 *
 * @throws Problem 415 when the bytes are not a PNG, JPEG, GIF, WebP or AVIF
 */
export async function readImage(body: ReadableStream<Uint8Array>): Promise<SourceImage> {
  const reader = body.getReader();
  let head: Uint8Array = new Uint8Array();
  let dimensions: ReturnType<typeof imageDimensionsFromData>;
  let isEnded = false;
  while (dimensions === undefined && !isEnded && head.length < MAX_HEAD_BYTES && mayBeImage(head)) {
    // Doubles the head at least, so that many small chunks cost no more than a few large ones.
    const next = await readAtLeast(reader, head.length);
    isEnded = next.isEnded;
    head = concatBytes([head, ...next.chunks]);
    dimensions = imageDimensionsFromData(head);
  }
  const type = imageTypeOf(dimensions?.type ?? '');
  if (dimensions === undefined || type === undefined) {
    await reader.cancel();
    throw new Problem('not-an-image', 'The source is not a PNG, JPEG, GIF, WebP or AVIF image.');
  }
  return {
    type,
    width: dimensions.width,
    height: dimensions.height,
    mayBeRotated: mayBeRotated(head, type),
    head,
    body: resume(head, reader),
  };
}

async function readAtLeast(
  reader: ReadableStreamDefaultReader<Uint8Array>,
  length: number,
): Promise<{ chunks: Uint8Array[]; isEnded: boolean }> {
  const chunks: Uint8Array[] = [];
  for (let read = 0; read <= length; ) {
    const { done, value } = await reader.read();
    if (done) return { chunks, isEnded: true };
    chunks.push(value);
    read += value.length;
  }
  return { chunks, isEnded: false };
}

/** Streams the file from its beginning: the head that was read, then the rest. */
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
