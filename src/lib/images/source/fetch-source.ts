import { Problem } from '../../http/problem/problem.ts';
import { followRedirects, type RedirectOptions } from './follow-redirects.ts';
import { TimeBudget } from './time-budget.ts';
import { UpstreamFailure } from './upstream-failure.ts';
import { statusProblem } from './upstream-status.ts';

export interface FetchOptions extends RedirectOptions {
  /** Clock, in milliseconds. */
  now: () => number;
  /** Milliseconds of waiting for the source, headers and body together. */
  timeout: number;
  /** Largest source, in bytes after decoding. */
  maxBytes: number;
}

export interface Upstream {
  /** Provide the validator and the lifetime. None is copied to a client. */
  headers: Headers;
  body: ReadableStream<Uint8Array>;
  /**
   * Why `body` failed, if it did. The Images binding reports a failing input as an error of its own, so a consumer
   * checks this first.
   */
  failure: () => Problem | undefined;
  /** Waits for `body` this many milliseconds longer. */
  extendBudget: (milliseconds: number) => void;
}

/** Bytes of the first read, which contains the dimensions of most images. */
const HEAD_BYTES = 4 * 1024;
/** Bytes of every later read. Fewer and larger chunks cost less time in JavaScript. */
const CHUNK_BYTES = 128 * 1024;

/**
 * Fetches a source without any header of the client, under one time budget and one size limit.
 *
 * @throws Problem 403, 404, 410, 502 or 503 for a status that is not 200
 * @throws Problem 502 when it is unreachable, 504 when it is too slow
 * @throws Problem 413 when it is too large
 * @throws Problem 508 when it leads back to this service
 */
export async function fetchSource(url: URL, options: FetchOptions): Promise<Upstream> {
  const { timeout, maxBytes } = options;
  const budget = new TimeBudget(timeout, options.now);
  const failure = new UpstreamFailure(budget.signal, timeout);
  const { headers, body: source } = await openResponse(url, budget, failure, options);
  const reader = source.getReader({ mode: 'byob' });
  return {
    headers,
    body: limitedStream(reader, budget, failure, maxBytes),
    failure: () => failure.problem,
    extendBudget: (milliseconds) => budget.extend(milliseconds),
  };
}

async function openResponse(
  url: URL,
  budget: TimeBudget,
  failure: UpstreamFailure,
  options: FetchOptions,
): Promise<{ headers: Headers; body: ReadableStream<Uint8Array> }> {
  let response: Response;
  try {
    response = await budget.spend(() => followRedirects(url, budget.signal, options));
  } catch (error) {
    throw failure.record(error);
  }
  const { status, headers, body } = response;
  const isTooLarge = Number(headers.get('content-length')) > options.maxBytes;
  if (status === 200 && body !== null && !isTooLarge) return { headers, body };
  await body?.cancel();
  throw status === 200 && isTooLarge ? tooLarge(options.maxBytes) : statusProblem(response, options.now());
}

/** The body of a source. It errors when the budget is spent or the limit is exceeded. */
function limitedStream(
  reader: ReadableStreamBYOBReader,
  budget: TimeBudget,
  failure: UpstreamFailure,
  maxBytes: number,
): ReadableStream<Uint8Array> {
  let bytes = 0;
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          const { done, value } = await budget.spend(() =>
            reader.read(new Uint8Array(bytes === 0 ? HEAD_BYTES : CHUNK_BYTES)),
          );
          if (done) return controller.close();
          bytes += value.byteLength;
          if (bytes > maxBytes) throw tooLarge(maxBytes);
          controller.enqueue(value);
        } catch (error) {
          controller.error(failure.record(error));
          await reader.cancel().catch(() => undefined);
        }
      },
      cancel: (reason) => reader.cancel(reason),
    },
    // Reads nothing ahead: one chunk per image in memory.
    { highWaterMark: 0 },
  );
}

function tooLarge(maxBytes: number): Problem {
  return new Problem('source-too-large', `The source is larger than ${maxBytes} bytes.`);
}
