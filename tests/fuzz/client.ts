import { Agent, type IncomingHttpHeaders, request } from 'node:http';
import { buffer } from 'node:stream/consumers';
import type { FuzzRequest } from './requests.ts';

export interface FuzzResponse {
  status: number;
  headers: IncomingHttpHeaders;
  body: Buffer;
}

/** Time limit of a request in milliseconds, for a busy machine. */
const TIMEOUT_MS = 30_000;

/** Bytes of response headers. A redirect repeats a target, which is longer than Node reads by default (16 KiB). */
const MAX_HEADER_SIZE = 1024 * 1024;

const kept = new Agent({ keepAlive: true, maxSockets: 4 });

/**
 * Sends a request as it is. `fetch()` would correct its method, its headers and its length.
 *
 * @returns `null` if the body is not as long as announced, because the connection then has no response to read
 * @throws Error when there is no response in time
 */
export function send(
  origin: URL,
  { method, target, headers, body }: FuzzRequest,
): Promise<FuzzResponse | null> {
  const length = body === null || body.excess === null ? null : Math.max(0, body.bytes.length + body.excess);
  const isCutOff = body !== null && length !== null && length !== body.bytes.length;
  const own = [
    ['host', origin.host],
    ...headers,
    ...(length === null ? [] : [['content-length', String(length)]]),
    ...(body !== null && length === null ? [['transfer-encoding', 'chunked']] : []),
  ].flat();
  return new Promise((resolve, reject) => {
    const outgoing = request({
      host: origin.hostname,
      port: origin.port,
      method,
      path: target,
      headers: own,
      agent: isCutOff ? false : kept,
      timeout: TIMEOUT_MS,
      maxHeaderSize: MAX_HEADER_SIZE,
    });
    outgoing.once('timeout', () => outgoing.destroy(new Error(`no response within ${TIMEOUT_MS} ms`)));
    outgoing.once('error', (error) => (isCutOff ? resolve(null) : reject(error)));
    outgoing.once('response', (incoming) => {
      buffer(incoming).then(
        (received) =>
          resolve({ status: incoming.statusCode ?? 0, headers: incoming.headers, body: received }),
        (error: unknown) => (isCutOff ? resolve(null) : reject(error)),
      );
    });
    if (body !== null) outgoing.write(body.bytes);
    if (isCutOff) outgoing.destroy();
    else outgoing.end();
  });
}
