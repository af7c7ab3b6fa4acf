/** What a URL of the data explorer names. */
export interface Place {
  collection: string;
  /** The id of a document; `null` for the list, and for the document of a singleton. */
  id: string | null;
  /** The query of the list, as the API takes it. */
  query: URLSearchParams;
  mode: Mode;
}

/** What the fragment asks for: a look, the form of this document, or a new one, which may begin as a copy. */
export type Mode = { kind: 'view' } | { kind: 'edit' } | { kind: 'new'; copyOf: string | null };

const VIEW: Mode = { kind: 'view' };

/** Reads `/data/{collection}/{id}?{query}#{mode}`; `null` for a path with more parts, or with malformed percent-encoding. */
export function placeOf({ pathname, search, hash }: Pick<URL, 'pathname' | 'search' | 'hash'>): Place | null {
  try {
    const [collection = '', id = null, ...others] = pathname
      .replace(/^\/data\//, '')
      .replace(/\/$/, '')
      .split('/')
      .map(decodeURIComponent);
    if (collection === '' || others.length > 0) return null;
    return { collection, id, query: new URLSearchParams(search), mode: modeOf(hash) };
  } catch {
    return null;
  }
}

function modeOf(hash: string): Mode {
  if (hash === '#edit') return { kind: 'edit' };
  if (hash === '#new') return { kind: 'new', copyOf: null };
  const [, id] = /^#copy=(.+)$/.exec(hash) ?? [];
  return id === undefined ? VIEW : { kind: 'new', copyOf: decodeURIComponent(id) };
}

/** Whether the fragment is an id of the page, and no mode. */
export function isWithinPage({ hash }: Pick<URL, 'hash'>): boolean {
  return hash !== '' && modeOf(hash) === VIEW;
}

export function listUrl(collection: string, query: URLSearchParams | string = ''): string {
  const text = String(query);
  return `/data/${encodeURIComponent(collection)}${text && `?${text}`}`;
}

export function documentUrl(collection: string, id: string | number): string {
  return `/data/${encodeURIComponent(collection)}/${encodeURIComponent(id)}`;
}

export function copyUrl(collection: string, id: string): string {
  return `${listUrl(collection)}#copy=${encodeURIComponent(id)}`;
}

/** The path of a document in the API; `null` as the id for a singleton. */
export function documentPath(collection: string, id: string | null): string {
  return `/api/${encodeURIComponent(collection)}${id === null ? '' : `/${encodeURIComponent(id)}`}`;
}
