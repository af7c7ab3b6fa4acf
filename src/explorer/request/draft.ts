/** A request that is not sent yet. */
export interface Draft {
  method: string;
  /** Path and query on this origin, such as `/api/users?_limit=2`. */
  path: string;
  /** Without `Authorization`: `sendRequest()` adds the token of the session. */
  headers?: Record<string, string>;
  body?: string;
}

const CONSOLE = '/console';

/** The URL of the console with a request filled in, for links and for sharing. It never holds a token. */
export function consoleUrl({ method, path, headers = {}, body }: Draft): string {
  const query = new URLSearchParams({ method, path });
  if (Object.keys(headers).length > 0) query.set('headers', JSON.stringify(headers));
  if (body !== undefined) query.set('body', body);
  return `${CONSOLE}?${query}`;
}

/** The request in the query of the console's URL, or `null` when it names none. Members that do not parse are left out. */
export function draftOfQuery(query: URLSearchParams): Draft | null {
  const path = query.get('path');
  if (path === null) return null;
  const body = query.get('body');
  return {
    method: query.get('method') ?? 'GET',
    path,
    headers: headersOf(query.get('headers')),
    ...(body !== null && { body }),
  };
}

function headersOf(text: string | null): Record<string, string> {
  try {
    const value: unknown = JSON.parse(text ?? '{}');
    if (typeof value !== 'object' || value === null) return {};
    return Object.fromEntries(Object.entries(value).map(([name, content]) => [name, String(content)]));
  } catch {
    return {};
  }
}
