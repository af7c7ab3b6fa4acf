import { sessionToken } from '../session/token.ts';
import { type Draft, headerOf } from './draft.ts';
import type { Exchange, Received } from './exchange.ts';
import { urlOfPath } from './own-path.ts';
import { refusalOf } from './refusal.ts';

const TEXT_TYPE = /^text\/|[/+](json|xml)$|^application\/(x-ndjson|javascript)$/;

/** Milliseconds after which a request is given up. */
const TIMEOUT_MS = 60_000;

export interface SendOptions {
  signal?: AbortSignal;
  /** Whether the token of the session stays out, as for images, which need none. */
  isAnonymous?: boolean;
}

/**
 * Sends a request to this origin, with the token of the session unless the draft says otherwise. The browser's own cache
 * takes no part (`no-store`), so that the response is that of the edge or of the Worker.
 *
 * @returns the outcome, also of a request that a browser cannot send; no token leaves this origin
 * @throws AbortError when the signal ends the request
 */
export async function sendRequest(
  draft: Draft,
  { signal, isAnonymous = false }: SendOptions = {},
): Promise<Exchange> {
  const { method, path, body } = draft;
  const token = isAnonymous ? null : sessionToken();
  const hasToken = token !== null && headerOf(draft, 'authorization') === undefined;
  const refusal = refusalOf(draft, location.origin);
  if (refusal !== null) return { draft, hasToken, outcome: { failure: refusal.message } };
  const headers = new Headers(draft.headers);
  if (hasToken) headers.set('authorization', `Bearer ${token}`);
  const url = urlOfPath(path, location.origin);
  const timeout = AbortSignal.timeout(TIMEOUT_MS);
  const started = performance.now();
  try {
    const response = await fetch(url, {
      method,
      headers,
      cache: 'no-store',
      redirect: 'follow',
      ...(body !== undefined && { body }),
      signal: signal === undefined ? timeout : AbortSignal.any([signal, timeout]),
    });
    return { draft, hasToken, outcome: await readResponse(response, url, started) };
  } catch (error) {
    if (signal?.aborted) throw error;
    return { draft, hasToken, outcome: { failure: failureText(error, timeout.aborted) } };
  }
}

async function readResponse(response: Response, url: URL, started: number): Promise<Received> {
  const blob = await response.blob();
  const milliseconds = performance.now() - started;
  const type = (response.headers.get('content-type') ?? '').split(';', 1)[0]?.trim() ?? '';
  const { pathname, search } = new URL(response.url);
  return {
    status: response.status,
    headers: response.headers,
    type,
    body: TEXT_TYPE.test(type) ? await blob.text() : blob,
    bytes: blob.size,
    transferred: await transferredBytes(url, started),
    milliseconds,
    redirectedTo: response.redirected ? pathname + search : null,
  };
}

/** The bytes of a body as they came (https://www.w3.org/TR/resource-timing/), which the browser notes after its end. */
async function transferredBytes({ href }: URL, started: number): Promise<number | null> {
  await new Promise((resolve) => setTimeout(resolve));
  const entries = performance.getEntriesByName(href, 'resource') as PerformanceResourceTiming[];
  const own = entries.findLast(({ startTime }) => startTime >= started - 1);
  // The buffer of a browser has 250 entries (https://www.w3.org/TR/resource-timing/#sec-extensions-performance-interface).
  if (performance.getEntriesByType('resource').length > 200) performance.clearResourceTimings();
  return own?.encodedBodySize ?? null;
}

function failureText(error: unknown, isLate: boolean): string {
  if (isLate) return `No response within ${TIMEOUT_MS / 1000} s.`;
  const reason = error instanceof Error ? error.message : String(error);
  return `No response: the server cannot be reached, or it ended the connection (${reason}).`;
}
