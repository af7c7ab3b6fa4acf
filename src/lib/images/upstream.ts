import { Problem } from '../http/problem.ts';

export interface UpstreamOptions {
  fetch: typeof fetch;
  /** Milliseconds for headers and body together. */
  timeout: number;
  /** Decoded bytes that a source may have. */
  maxBytes: number;
}

export interface Upstream {
  body: ReadableStream<Uint8Array>;
  /**
   * Why `body` broke off, if it did. The Images binding reports a failing input as a failure of its own, so who
   * hands the body on asks here first.
   */
  failure: () => Problem | undefined;
}

const MAX_REDIRECTS = 3;

/**
 * Fetches a source, with no header of the client's, and streams its body under one deadline and one size limit.
 *
 * @throws Problem 502 when it is unreachable or answers other than 200, 504 when it is too slow, 413 when too big
 */
export async function fetchSource(source: string, options: UpstreamOptions): Promise<Upstream> {
  const url = URL.parse(source);
  if (url === null) throw new Problem(502, 'The source is not a URL.');
  const deadline = AbortSignal.timeout(options.timeout);
  let failure: Problem | undefined;
  const explain = (cause: unknown): Problem => {
    failure ??= deadline.aborted
      ? new Problem(504, `The source took longer than ${options.timeout / 1000} s.`, { cause })
      : new Problem(502, 'The source cannot be reached.', { cause });
    return failure;
  };

  let response: Response;
  try {
    response = await followRedirects(url, deadline, options.fetch);
  } catch (error) {
    throw error instanceof Problem ? error : explain(error);
  }
  if (response.status !== 200 || response.body === null) {
    await response.body?.cancel();
    throw new Problem(502, `The source answered ${response.status}, not 200.`);
  }
  const tooBig = () => new Problem(413, `The source is larger than ${options.maxBytes} bytes.`);
  if (Number(response.headers.get('content-length')) > options.maxBytes) {
    await response.body.cancel();
    throw tooBig();
  }

  let bytes = 0;
  const reader = (response.body as ReadableStream<Uint8Array>).getReader();
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      try {
        const { done, value } = await reader.read();
        if (done) return controller.close();
        bytes += value.byteLength;
        if (bytes > options.maxBytes) {
          failure = tooBig();
          throw failure;
        }
        controller.enqueue(value);
      } catch (error) {
        controller.error(error instanceof Problem ? error : explain(error));
        await reader.cancel().catch(() => undefined);
      }
    },
    cancel: (reason) => reader.cancel(reason),
  });
  return { body, failure: () => failure };
}

async function followRedirects(source: URL, signal: AbortSignal, request: typeof fetch): Promise<Response> {
  let url = source;
  for (let hops = 0; hops <= MAX_REDIRECTS; hops++) {
    const response = await request(url, {
      redirect: 'manual',
      signal,
      headers: { accept: 'image/*', 'accept-encoding': 'identity', 'user-agent': 'Perigee' },
    });
    const location = response.headers.get('location');
    if (response.status < 300 || response.status > 399 || location === null) return response;
    await response.body?.cancel();
    url = nextHop(location, url);
  }
  throw new Problem(502, `The source redirects more than ${MAX_REDIRECTS} times.`);
}

function nextHop(location: string, from: URL): URL {
  const url = URL.canParse(location, from.href) ? new URL(location, from) : undefined;
  if (url?.protocol !== 'https:' && url?.protocol !== from.protocol) {
    throw new Problem(502, 'The source redirects to an address that is not allowed.');
  }
  return url;
}
