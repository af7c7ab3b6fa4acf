import { imageDimensionsFromData } from 'image-dimensions';
import { concatBytes } from '../../http/bytes.ts';
import { Problem } from '../../http/problem/problem.ts';
import type { HeadFacts } from './head/head-facts.ts';
import { sequenceSize } from './head/isobmff-head.ts';
import { readHead } from './head/read-head.ts';
import { type ImageType, imageTypeOf, mayBeImage } from './image-type.ts';
import type { SourceFacts } from './source-facts.ts';

export interface SourceImage extends Omit<SourceFacts, 'bytes'> {
  /** The first bytes of the file, which `body` repeats. */
  head: Uint8Array;
  /** The whole file. */
  body: ReadableStream<Uint8Array>;
}

/** The most bytes that are searched for dimensions. A JPEG can have metadata and previews before them. */
const MAX_HEAD_BYTES = 4 * 1024 * 1024;

/** The most bytes that are searched for other facts, such as a second frame. */
const MAX_FACTS_BYTES = 1024 * 1024;

interface StoredSize {
  type: ImageType;
  width: number;
  height: number;
}

/**
 * Reads the type, the dimensions and the other facts of an image from its first bytes. Ignores its Content-Type.
 *
 * @throws Problem 415 when the bytes are not a PNG, JPEG, GIF, WebP, AVIF or HEIC, 413 when its dimensions come too late
 */
export async function readImage(body: ReadableStream<Uint8Array>): Promise<SourceImage> {
  const reader = body.getReader();
  let head: Uint8Array = new Uint8Array();
  let stored: StoredSize | undefined;
  let facts: HeadFacts | undefined;
  let isEnded = false;
  const needsMore = () =>
    stored === undefined
      ? head.length < MAX_HEAD_BYTES && mayBeImage(head)
      : facts?.isComplete === false && head.length < MAX_FACTS_BYTES;
  while (!isEnded && needsMore()) {
    // Doubles the head at least, so that many small chunks cost no more than a few large ones.
    const next = await readAtLeast(reader, Math.min(head.length, MAX_HEAD_BYTES - head.length));
    isEnded = next.isEnded;
    head = concatBytes([head, ...next.chunks]);
    stored ??= storedSize(head);
    facts = stored && readHead(head, stored.type);
  }
  if (stored === undefined || facts === undefined) {
    await reader.cancel();
    throw unreadable(head);
  }
  return describe(stored, facts, head, resume(head, reader));
}

function describe(
  { type, ...size }: StoredSize,
  { orientation, isAnimated, hasAlpha, crop = size }: HeadFacts,
  head: Uint8Array,
  body: ReadableStream<Uint8Array>,
): SourceImage {
  // The orientations 5 to 8 exchange width and height.
  const isTransposed = (orientation ?? 1) >= 5;
  return {
    type,
    width: isTransposed ? crop.height : crop.width,
    height: isTransposed ? crop.width : crop.height,
    isSizeKnown: orientation !== undefined,
    isRotated: (orientation ?? 1) !== 1,
    isAnimated,
    hasAlpha,
    head,
    body,
  };
}

function storedSize(head: Uint8Array): StoredSize | undefined {
  const dimensions = dimensionsOf(head);
  const type = imageTypeOf(dimensions?.type ?? '');
  if (dimensions !== undefined && type !== undefined) return { ...dimensions, type };
  const sequence = sequenceSize(head);
  return sequence && { ...sequence, type: 'image/avif' };
}

/** `image-dimensions` spreads lists of the file into arguments. A hostile file has too many, which is a RangeError. */
function dimensionsOf(head: Uint8Array): ReturnType<typeof imageDimensionsFromData> {
  try {
    return imageDimensionsFromData(head);
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

function unreadable(head: Uint8Array): Problem {
  return head.length >= MAX_HEAD_BYTES && mayBeImage(head)
    ? new Problem(
        'source-too-large',
        `The dimensions of the source must be within its first ${MAX_HEAD_BYTES} bytes; too much metadata precedes them.`,
      )
    : new Problem('not-an-image', 'The source is not a PNG, JPEG, GIF, WebP, AVIF or HEIC image.');
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
