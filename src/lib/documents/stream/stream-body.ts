import { log } from '../../http/log.ts';
import type { Encoder } from './stream-encoder.ts';

/**
 * The body of a stream. A page is read when the client has read the previous one.
 *
 * A stream that fails ends with text that no parser of its format accepts, so that no client mistakes a part for the
 * whole. An error of the stream would not show: workerd ends the body as if it were complete, and discards unsent text.
 */
export function streamBody(
  { head, encode, broken }: Encoder,
  first: readonly string[],
  next: AsyncGenerator<readonly string[]>,
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  let page: readonly string[] | null = first;
  let before = head;
  return new ReadableStream({
    async pull(controller) {
      try {
        page ??= await pageOf(next);
        if (page === null) return controller.close();
        controller.enqueue(encoder.encode(before + page.map(encode).join('')));
        before = '';
        page = null;
      } catch (error) {
        log('error', { event: 'stream failed', error: error instanceof Error ? error.stack : String(error) });
        controller.enqueue(encoder.encode(broken));
        controller.close();
      }
    },
    async cancel() {
      await next.return(undefined);
    },
  });
}

/** The next page, or `null` after the last one. */
async function pageOf(pages: AsyncGenerator<readonly string[]>): Promise<readonly string[] | null> {
  const { value, done } = await pages.next();
  return done === true ? null : value;
}
