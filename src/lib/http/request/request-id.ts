/** A request id that a proxy may have chosen: printable, without separators, at most 128 characters. */
const ACCEPTABLE = /^[\w.:=-]{1,128}$/;

/** The id that the log and the response share: the client's `X-Request-Id` if acceptable, or else a new one. */
export function requestId(headers: Headers): string {
  const given = headers.get('x-request-id');
  return given !== null && ACCEPTABLE.test(given) ? given : crypto.randomUUID();
}
