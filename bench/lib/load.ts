import autocannon from 'autocannon';

/** A request to any of the servers. */
export interface Call {
  /** `GET` if absent. */
  method?: 'GET' | 'PATCH' | 'POST';
  path: string;
  headers?: Record<string, string>;
  /** JSON */
  body?: string;
}

export interface ReceivedResponse {
  status: number;
  headers: Headers;
  text: string;
}

export interface Load {
  /** Every connection cycles through the calls, and starts at another one. */
  calls: readonly Call[];
  /** The status of every response. Any other status is an error. */
  status: number;
  connections: number;
  /** The number of requests. */
  amount: number;
}

export interface Measurement {
  requestsPerSecond: number;
  /** Milliseconds of each request, in order of completion. */
  latencies: number[];
}

/** Time limit of a response, in seconds. json-server sorts 100,000 documents in about 1 s, one request at a time. */
const TIMEOUT_S = 60;
/** Interval at which autocannon checks whether a run is over, in milliseconds. */
const CHECK_MS = 10;

/**
 * Sends one request and reads its response.
 *
 * @throws Error if there is no response
 */
export async function send(origin: string, call: Call): Promise<ReceivedResponse> {
  let response: ReceivedResponse | undefined;
  const request: autocannon.Request = {
    ...requestOf(call),
    onResponse(status, text, _context, headers) {
      response = { status, text, headers: new Headers() };
      for (const [name, value] of Object.entries(headers ?? {})) response.headers.set(name, String(value));
    },
  };
  await autocannon({ ...options(origin), connections: 1, amount: 1, requests: [request] });
  if (response === undefined) throw new Error(`${origin}${call.path} did not respond.`);
  return response;
}

/**
 * Sends all requests of the load, and waits for their responses.
 *
 * @throws Error if a request fails or has another status
 */
export async function measure(origin: string, load: Load): Promise<Measurement> {
  const { calls, status, connections, amount } = load;
  const requests = calls.map(requestOf);
  const latencies: number[] = [];
  const started = performance.now();
  let ended = started;
  let client = 0;
  const setupClient = (connection: autocannon.Client) =>
    connection.setRequests(rotated(requests, client++ / connections));
  const result = await new Promise<autocannon.Result>((resolve, reject) => {
    autocannon({ ...options(origin), connections, amount, requests, setupClient }, (error, result) =>
      error ? reject(error) : resolve(result),
    ).on('response', (_client, _status, _bytes, milliseconds) => {
      latencies.push(milliseconds);
      ended = performance.now();
    });
  });
  const { errors, statusCodeStats } = result;
  const statuses = Object.keys(statusCodeStats ?? {});
  if (errors > 0 || statuses.some((code) => Number(code) !== status)) {
    const { method = 'GET', path } = calls[0] ?? { path: '' };
    throw new Error(
      `${method} ${origin}${path}: ${errors} errors, statuses ${statuses}; expected ${status}.`,
    );
  }
  return { requestsPerSecond: (latencies.length / (ended - started)) * 1000, latencies };
}

function options(origin: string): autocannon.Options {
  return { url: origin, timeout: TIMEOUT_S, sampleInt: CHECK_MS, bailout: 1 };
}

function requestOf({ method = 'GET', path, headers, body }: Call): autocannon.Request {
  if (body === undefined) return { method, path, headers };
  return { method, path, body, headers: { ...headers, 'content-type': 'application/json' } };
}

/** Rotates items, to start at a fraction of them from 0 to 1. */
function rotated<T>(items: readonly T[], part: number): T[] {
  const start = Math.floor(items.length * part);
  return [...items.slice(start), ...items.slice(0, start)];
}
