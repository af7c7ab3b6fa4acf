import { setTimeout as sleep } from 'node:timers/promises';
import { isLoopback } from '../../../src/lib/http/request/loopback.ts';
import { localToken } from '../database/local-state.ts';

/** A Worker that documents are sent to. */
export interface WorkerApi {
  /** Its URL without a slash at the end. */
  url: string;
  token: string;
}

/** The response to a request. */
export interface ApiResponse {
  status: number;
  /** The JSON of a read or of a problem; `null` without one. */
  body: unknown;
  /** Whether an earlier request with the same `Idempotency-Key` has created the documents. */
  isReplay: boolean;
}

/** The URL at which `npm start` serves. */
const LOCAL = 'http://localhost:8787';
/** The most attempts of a request that fails without being refused. */
const MAX_ATTEMPTS = 8;
/** The pause before the second attempt. It doubles with each attempt, up to the longest. */
const FIRST_PAUSE_MS = 250;
const MAX_PAUSE_MS = 15_000;
/** Statuses of failures that may be temporary. */
const TRANSIENT: readonly number[] = [408, 429, 500, 502, 503, 504, 522, 524];

/**
 * The Worker that the options of a command name.
 *
 * @throws Error for an invalid URL or token, or a remote Worker without a token
 */
export function workerApiOf(
  to: string = LOCAL,
  token = process.env['PERIGEE_TOKEN'],
  option: '--to' | '--from' = '--to',
): WorkerApi {
  if (!URL.canParse(to) || !/^https?:$/.test(new URL(to).protocol)) {
    throw new Error(`${option} is ${JSON.stringify(to)}; it must be a URL such as https://example.com.`);
  }
  const address = new URL(to);
  const { origin, pathname } = address;
  // `fetch` throws for a token that no header can contain, as it does for a lost network.
  if (token && !/^[\x21-\x7e]+$/.test(token)) {
    throw new Error('The token is not valid: it must be printable ASCII characters without spaces.');
  }
  if (!token && !isLoopback(address))
    throw new Error(`${origin} needs a token: set PERIGEE_TOKEN or pass --token.`);
  const url = `${origin}${pathname}`.replace(/\/+$/, '').replace(/\/api$/, '');
  return { url, token: token || localToken() };
}

/** @throws Error when nothing responds at the URL */
export async function expectReachable({ url }: WorkerApi, option: '--to' | '--from' = '--to'): Promise<void> {
  try {
    await fetch(`${url}/health.json`);
  } catch {
    const hint =
      url === LOCAL
        ? `Run \`npm start\` in another terminal, or name a Worker with ${option}.`
        : `Check ${option}.`;
    throw new Error(`Nothing responds at ${url}. ${hint}`);
  }
}

/**
 * Sends a request, and repeats it while the network fails or the Worker asks to wait.
 *
 * @throws Error when it still fails after the last attempt
 */
export async function send(
  { url, token }: WorkerApi,
  method: string,
  path: string,
  body?: string,
  headers: Record<string, string> = {},
): Promise<ApiResponse> {
  const init = {
    method,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', ...headers },
    ...(body === undefined ? {} : { body }),
  };
  for (let attempt = 1; ; attempt += 1) {
    const response = await fetch(url + path, init).catch((error: unknown) => error);
    const hasResponse = response instanceof Response;
    if (hasResponse && !TRANSIENT.includes(response.status)) return readResponse(response, method);
    if (attempt === MAX_ATTEMPTS) {
      const reason = hasResponse ? `status ${response.status}` : causeOf(response);
      throw new Error(`${method} ${url}${path.split('?')[0]} failed ${attempt} times: ${reason}.`);
    }
    await sleep(pauseAfter(attempt, hasResponse ? response.headers.get('retry-after') : null));
  }
}

async function readResponse(response: Response, method: string): Promise<ApiResponse> {
  const { status, headers } = response;
  const isReplay = headers.get('idempotent-replayed') === 'true';
  if (response.ok && method !== 'GET') {
    // The body repeats the documents, which would fill the memory.
    await response.body?.pipeTo(new WritableStream());
    return { status, body: null, isReplay };
  }
  try {
    return { status, body: await response.json(), isReplay };
  } catch {
    return { status, body: null, isReplay };
  }
}

/** Milliseconds to wait: those of `Retry-After` (RFC 9110 section 10.2.3), or twice as many after each attempt. */
function pauseAfter(attempt: number, retryAfter: string | null): number {
  const seconds = retryAfter === null ? Number.NaN : Number(retryAfter);
  return Number.isFinite(seconds) && seconds >= 0
    ? Math.max(seconds * 1_000, FIRST_PAUSE_MS)
    : Math.min(FIRST_PAUSE_MS * 2 ** (attempt - 1), MAX_PAUSE_MS);
}

function causeOf(error: unknown): string {
  const { cause } = error as { cause?: unknown };
  return String(cause instanceof Error ? cause.message || cause.name : (cause ?? error));
}
