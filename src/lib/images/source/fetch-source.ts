import { Problem } from '../../http/problem.ts';
import { followRedirects } from './follow-redirects.ts';
import { Patience } from './time-budget.ts';

export interface UpstreamOptions {
  fetch: typeof fetch;
  /** Milliseconds of a clock. */
  now: () => number;
  /** Milliseconds that a source may keep us waiting, for headers and body together. */
  timeout: number;
  /** Decoded bytes that a source may have. */
  maxBytes: number;
  /** Whether a URL may be asked, be it the first or a redirect's. */
  isAllowed: (url: URL) => boolean;
}

export interface Upstream {
  /** For validators and lifetime; none of them is copied to a client. */
  headers: Headers;
  body: ReadableStream<Uint8Array>;
  /**
   * Why `body` broke off, if it did. The Images binding reports a failing input as a failure of its own, so who
   * hands the body on asks here first.
   */
  failure: () => Problem | undefined;
  /**
   * The whole source again, of which only `head` has been read from `body`, moved by the runtime without a look at it.
   * Only where the length was announced, so that nothing needs to be counted.
   */
  passThrough?: (head: Uint8Array) => ReadableStream<Uint8Array>;
}

/** What is read first, which holds the dimensions of most pictures, and what is read at once then. In bytes. */
const HEAD_BYTES = 4 * 1024;
const CHUNK_BYTES = 32 * 1024;

/**
 * Fetches a source, with no header of the client's, and streams its body under one deadline and one size limit.
 *
 * @throws Problem 502 when it is unreachable or answers other than 200, 504 when it is too slow, 413 when too big,
 * 508 when the way leads through ourselves
 */
export async function fetchSource(url: URL, options: UpstreamOptions): Promise<Upstream> {
  const { timeout, maxBytes } = options;
  const patience = new Patience(timeout, options.now);
  let failure: Problem | undefined;
  const explain = (cause: unknown): Problem => {
    if (cause instanceof Problem) failure ??= cause;
    failure ??= patience.signal.aborted
      ? new Problem('source-timeout', `The source took longer than ${timeout / 1000} s.`, { cause })
      : new Problem('source-unreachable', 'The source cannot be reached.', { cause });
    return failure;
  };
  const tooBig = () => new Problem('source-too-large', `The source is larger than ${maxBytes} bytes.`);

  let response: Response;
  try {
    response = await patience.wait(() => followRedirects(url, patience.signal, options));
  } catch (error) {
    throw explain(error);
  }
  const isTooBig = Number(response.headers.get('content-length')) > maxBytes;
  if (response.status !== 200 || response.body === null || isTooBig) {
    await response.body?.cancel();
    throw isTooBig ? tooBig() : badAnswer(response.status);
  }

  let bytes = 0;
  const source = response.body;
  const reader = source.getReader({ mode: 'byob' });
  const body = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          const { done, value } = await patience.wait(() =>
            reader.read(new Uint8Array(bytes === 0 ? HEAD_BYTES : CHUNK_BYTES)),
          );
          if (done) return controller.close();
          bytes += value.byteLength;
          if (bytes > maxBytes) throw tooBig();
          controller.enqueue(value);
        } catch (error) {
          controller.error(explain(error));
          await reader.cancel().catch(() => undefined);
        }
      },
      cancel: (reason) => reader.cancel(reason),
    },
    // Nothing is read ahead, so that the rest can be passed through.
    { highWaterMark: 0 },
  );
  const upstream: Upstream = { headers: response.headers, body, failure: () => failure };
  const length = announcedLength(response.headers);
  if (length !== undefined) {
    upstream.passThrough = (head) => {
      reader.releaseLock();
      return moveThrough(head, source, length, AbortSignal.timeout(timeout + length / SLOWEST_RATE));
    };
  }
  return upstream;
}

/** The bytes that will come, if the source says so and they are not decoded on the way. */
function announcedLength(headers: Headers): number | undefined {
  const length = Number(headers.get('content-length') ?? Number.NaN);
  return Number.isInteger(length) && !headers.has('content-encoding') ? length : undefined;
}

/** Bytes that a client takes in a millisecond, at least. The time of a body that is moved through is the client's, too. */
const SLOWEST_RATE = 128;

/** A body that is written by the runtime, with no byte of it in JavaScript; it breaks off where its source does. */
function moveThrough(
  head: Uint8Array,
  source: ReadableStream<Uint8Array>,
  length: number,
  signal: AbortSignal,
): ReadableStream<Uint8Array> {
  const { readable, writable } = new FixedLengthStream(length);
  const move = async () => {
    const writer = writable.getWriter();
    await writer.write(head);
    writer.releaseLock();
    await source.pipeTo(writable, { signal });
  };
  move().catch((reason: unknown) => writable.abort(reason).catch(() => undefined));
  return readable;
}

function badAnswer(status: number): Problem {
  return status === 508
    ? new Problem('source-loop', 'The source points back to this service.')
    : new Problem('source-failed', `The source answered ${status}, not 200.`);
}
