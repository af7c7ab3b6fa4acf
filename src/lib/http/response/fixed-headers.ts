/** What a response is to a browser: HTML, JSON, or anything else, such as an image, a redirect or an empty body. */
export type ContentKind = 'page' | 'json' | 'file';

/** A header that has one value for each kind of content. A kind without a value does not have the header. */
interface FixedHeader {
  values: Readonly<Partial<Record<ContentKind, string>>>;
  /** Why the kinds have it and the others do not, for the docs. */
  reason: string;
}

/** Pages load files of this origin and images, and nothing inline (CSP level 3). */
const PAGE_POLICY = pagePolicy({ code: "'self'", connections: "'self'" });

/** Vite's development server inlines styles and scripts, and updates them over a socket. */
const DEVELOPMENT_PAGE_POLICY = pagePolicy({
  code: "'self' 'unsafe-inline'",
  connections: "'self' ws: wss:",
});

const FILE_POLICY = "default-src 'none'; sandbox";

/** JSON runs nothing, so it needs no sandbox. */
const JSON_POLICY = "default-src 'none'";

/** The headers of every response of the Worker. `docs/headers.md` is made from this table. */
export const FIXED_HEADERS: Readonly<Record<string, FixedHeader>> = {
  'access-control-expose-headers': {
    values: onAll('*'),
    reason:
      'Scripts of origins that may read a response may read every header of it. `*` is enough, because the API never uses cookies.',
  },
  'x-content-type-options': {
    values: onAll('nosniff'),
    reason: 'A browser never interprets data as a script or a page.',
  },
  'content-security-policy': {
    values: { page: PAGE_POLICY, json: JSON_POLICY, file: FILE_POLICY },
    reason:
      'A page loads its own files and images only. Data that is opened as a document loads and runs nothing.',
  },
  'cross-origin-resource-policy': {
    values: { page: 'same-origin', file: 'cross-origin' },
    reason: 'Other sites may embed images. Scripts read JSON with CORS, which this header does not concern.',
  },
  'strict-transport-security': {
    values: { page: 'max-age=31536000' },
    reason: 'A browser stores it for the host. It opens a page before it follows a link to the host.',
  },
  'x-frame-options': {
    values: { page: 'DENY' },
    reason: 'Data has no controls that a click could reach.',
  },
  'referrer-policy': {
    values: { page: 'strict-origin-when-cross-origin' },
    reason: 'Only pages have links and load files.',
  },
  'permissions-policy': {
    values: { page: 'camera=(), geolocation=(), microphone=()' },
    reason: 'Only pages run scripts.',
  },
};

const HEADERS_BY_KIND: Readonly<Record<ContentKind, readonly [name: string, value: string][]>> = {
  page: headersOf('page'),
  json: headersOf('json'),
  file: headersOf('file'),
};

/**
 * Sets the headers that depend on the type of the content alone.
 *
 * @param isDevelopment whether Vite's development server renders the pages
 */
export function setFixedHeaders(headers: Headers, isDevelopment = false): void {
  const kind = contentKind(headers.get('content-type') ?? '');
  for (const [name, value] of HEADERS_BY_KIND[kind]) headers.set(name, value);
  if (isDevelopment && kind === 'page') headers.set('content-security-policy', DEVELOPMENT_PAGE_POLICY);
}

/**
 * Deletes the headers that depend on the type of the content. A 304 has no type, and its headers replace those of the
 * stored response (RFC 9111 section 3.2).
 */
export function deleteContentHeaders(headers: Headers): void {
  for (const name of CONTENT_HEADERS) headers.delete(name);
}

const CONTENT_HEADERS = Object.keys(FIXED_HEADERS).filter(
  (name) => new Set(Object.values(HEADERS_BY_KIND).map((list) => new Map(list).get(name))).size > 1,
);

function contentKind(type: string): ContentKind {
  if (type.startsWith('application/')) return 'json';
  return type.startsWith('text/html') ? 'page' : 'file';
}

function headersOf(kind: ContentKind): [name: string, value: string][] {
  return Object.entries(FIXED_HEADERS).flatMap(([name, { values }]) => {
    const value = values[kind];
    return value === undefined ? [] : [[name, value]];
  });
}

function onAll(value: string): Record<ContentKind, string> {
  return { page: value, json: value, file: value };
}

function pagePolicy({ code, connections }: { code: string; connections: string }): string {
  return [
    "default-src 'none'",
    `script-src ${code}`,
    `style-src ${code}`,
    "img-src 'self' data: https:",
    "font-src 'self'",
    `connect-src ${connections}`,
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}
