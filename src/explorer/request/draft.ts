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

/** Headers with a credential. No URL, history or snippet contains their values. */
const SECRET_HEADERS: ReadonlySet<string> = new Set([
  'authorization',
  'proxy-authorization',
  'cookie',
  'cf-access-client-id',
  'cf-access-client-secret',
  'cf-access-jwt-assertion',
  'cf-access-token',
]);

/** The draft without the headers that have a credential, for everything that is stored, shared or copied. */
export function withoutSecrets(draft: Draft): Draft {
  const { headers = {} } = draft;
  const kept = Object.entries(headers).filter(([name]) => !SECRET_HEADERS.has(name.toLowerCase()));
  return { ...draft, headers: Object.fromEntries(kept) };
}

/** The value of a header, whose name is compared without case. */
export function headerOf({ headers = {} }: Draft, wanted: string): string | undefined {
  return Object.entries(headers).find(([name]) => name.toLowerCase() === wanted.toLowerCase())?.[1];
}

/** The URL of the console with a request filled in, for links and for sharing. It never contains a token. */
export function consoleUrl(draft: Draft): string {
  const { method, path, headers = {}, body } = withoutSecrets(draft);
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
