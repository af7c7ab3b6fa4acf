import { concatBytes } from './bytes.ts';

/** Reads a body to its end, or `null` as soon as it is longer than `maxBytes`; what is left is then cancelled. */
export async function readAtMost(
  body: ReadableStream<Uint8Array> | null,
  maxBytes: number,
): Promise<Uint8Array<ArrayBuffer> | null> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of body ?? []) {
    length += chunk.length;
    if (length > maxBytes) return null;
    chunks.push(chunk);
  }
  return concatBytes(chunks);
}
