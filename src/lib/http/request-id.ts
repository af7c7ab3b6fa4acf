/** What a proxy in front may have chosen: printable, no separators, short enough for a log line. */
const ACCEPTABLE = /^[\w.:=-]{1,128}$/;

/** The id under which a request is logged and answered: the client's own `X-Request-Id` if it is sound, or a new one. */
export function requestId(headers: Headers): string {
  const given = headers.get('x-request-id');
  return given !== null && ACCEPTABLE.test(given) ? given : crypto.randomUUID();
}
