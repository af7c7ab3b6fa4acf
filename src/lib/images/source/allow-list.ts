import { Problem } from '../../http/problem/problem.ts';
import type { ImagesConfig, SourcePattern } from '../config/images-config.ts';
import { isAmbiguousPath, normalizePath } from './normalize-path.ts';

/** Where an image comes from: a URL of another server, or the path of a file of `public/`. */
export type Source = { kind: 'remote'; url: URL } | { kind: 'asset'; path: string };

/** An entry of an allow-list. Only variables of the owner can allow another scheme than https. */
export interface AllowedSource extends SourcePattern {
  protocol?: 'http:' | 'https:';
}

/** The allow-lists: for every client, for signed URLs, and for `/image.jpg`. */
export type ListName = 'public' | 'signed' | 'pinned';
export type SourceLists = Readonly<Record<ListName, readonly AllowedSource[]>>;

/**
 * Builds the allow-lists from the owner's configuration.
 *
 * @param devOrigins `IMAGE_DEV_ORIGINS`: origins such as `http://127.0.0.1:9001`
 * @param pinned `IMAGE_SOURCE`: the URL of the image at `/image.jpg`
 */
export function sourceLists(
  config: Pick<ImagesConfig, 'sources' | 'signedSources'>,
  devOrigins: readonly string[],
  pinned: URL | null,
): SourceLists {
  const development = devOrigins.flatMap((origin) => originEntry(URL.parse(origin)));
  const forEveryone = [...config.sources, ...development];
  return {
    public: forEveryone,
    signed: [...forEveryone, ...config.signedSources],
    pinned: [...forEveryone, ...originEntry(pinned)],
  };
}

/**
 * Reads a source as it is written in an image URL, and checks it against an allow-list.
 *
 * @throws Problem 400 when it is neither a plain URL nor a plain path, 403 when the list does not allow it
 */
export function findSource(text: string, list: readonly AllowedSource[]): Source {
  return /^[a-z][a-z0-9+.-]*(?::|%3a)/i.test(text) ? findRemote(text, list) : findAsset(text);
}

/** Whether an entry of the list allows a URL. */
export function isAllowed(url: URL, list: readonly AllowedSource[]): boolean {
  return findEntry(url, list) !== undefined;
}

/** Writes a source as text. Equal sources have equal text. */
export function writeSource(source: Source): string {
  return source.kind === 'remote' ? source.url.href : source.path;
}

/** Reads the text of `writeSource`. */
export function readSource(text: string): Source {
  return text.startsWith('/') ? { kind: 'asset', path: text } : { kind: 'remote', url: new URL(text) };
}

function findRemote(text: string, list: readonly AllowedSource[]): Source {
  const url = URL.parse(text);
  // Only the URL parser's own notation of a host passes: no userinfo, other address notation or look-alike character.
  const written = /^https?:\/\/([^/?#]+)/i.exec(text)?.[1]?.toLowerCase();
  if (url === null || written === undefined || written !== authority(url, written)) {
    throw new Problem(
      'bad-image-source',
      'A remote source must be an unencoded URL such as https://host/path.',
    );
  }
  url.pathname = normalizePath(url.pathname);
  url.hash = '';
  const entry = findEntry(url, list);
  if (entry === undefined) {
    throw new Problem('source-not-allowed', `${url.origin} is not an allowed image source (host or path).`);
  }
  url.search = selectQuery(url.searchParams, entry.query ?? []);
  return { kind: 'remote', url };
}

function findEntry(url: URL, list: readonly AllowedSource[]): AllowedSource | undefined {
  if (url.username !== '' || url.password !== '' || isAmbiguousPath(url.pathname)) return undefined;
  return list.find(
    ({ protocol = 'https:', host, port = defaultPort(protocol), path = '/' }) =>
      url.protocol === protocol &&
      matchesHost(url.hostname, host) &&
      Number(url.port || defaultPort(url.protocol)) === port &&
      url.pathname.startsWith(path),
  );
}

/** Host and port in the URL parser's notation, with the default port if it was written. */
function authority(url: URL, written: string): string {
  return /:\d+$/.test(written) && url.port === '' ? `${url.host}:${defaultPort(url.protocol)}` : url.host;
}

function findAsset(text: string): Source {
  const path = normalizePath(`/${text.replace(/\?.*$/s, '')}`);
  if (isAmbiguousPath(path) || path.includes('//') || /%(?:2f|3a|25)/i.test(path)) {
    throw new Problem(
      'bad-image-source',
      'A source must be https://host/path, or the path of a file such as pictures/orbit.jpg.',
    );
  }
  return { kind: 'asset', path };
}

function selectQuery(query: URLSearchParams, names: readonly string[]): string {
  const selected = names.flatMap((name) =>
    query.getAll(name).map((value): [string, string] => [name, value]),
  );
  return new URLSearchParams(selected).toString();
}

function matchesHost(hostname: string, pattern: string): boolean {
  if (!pattern.startsWith('*.')) return hostname === pattern;
  const label = hostname.slice(0, -pattern.length + 1);
  return hostname.endsWith(pattern.slice(1)) && /^[a-z0-9_-]+$/.test(label);
}

/** An entry that allows every path of an origin; none for another scheme than http and https. */
function originEntry(url: URL | null): AllowedSource[] {
  if (url === null || (url.protocol !== 'http:' && url.protocol !== 'https:')) return [];
  const { protocol, hostname } = url;
  return [{ protocol, host: hostname, port: Number(url.port || defaultPort(protocol)) }];
}

function defaultPort(protocol: string): number {
  return protocol === 'http:' ? 80 : 443;
}
