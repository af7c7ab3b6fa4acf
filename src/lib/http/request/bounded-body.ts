import { concatBytes } from '../bytes.ts';

/**
 * Reads a body of at most `maxBytes`. A longer body is read to its end and dropped, because the local runtime loses
 * connections whose request body is left unread (https://github.com/cloudflare/workers-sdk/issues/15203).
 *
 * @returns `null` when the body is longer
 */
export async function readAtMost(
  body: ReadableStream<Uint8Array> | null,
  maxBytes: number,
): Promise<Uint8Array<ArrayBuffer> | null> {
  let chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of body ?? []) {
    length += chunk.length;
    if (length <= maxBytes) chunks.push(chunk);
    else chunks = [];
  }
  return length > maxBytes ? null : concatBytes(chunks);
}
