import { Problem } from '../../http/problem.ts';
import type { ImagesConfig, SourcePattern } from '../config.ts';
import { isDisguised, normalisePath } from './normalize-path.ts';

/** A picture's place: the URL of another server, or the path of a static file of ours. */
export type Source = { kind: 'remote'; url: URL } | { kind: 'asset'; path: string };

/** An entry of an allow-list. Only the owner's own variables may name other schemes than https. */
export interface AllowedSource extends SourcePattern {
  protocol?: 'http:' | 'https:';
}

/** Who may ask for what: anybody, the holder of a signed URL, and `/image.jpg`. */
export type ListName = 'public' | 'signed' | 'home';
export type SourceLists = Readonly<Record<ListName, readonly AllowedSource[]>>;

/**
 * @param devOrigins `IMAGE_DEV_ORIGINS`: origins such as `http://127.0.0.1:9001`, separated by commas or spaces
 * @param home `IMAGE_SOURCE`: the URL of the picture that `/image.jpg` shows
 */
export function sourceLists(config: ImagesConfig, devOrigins: string, home: string): SourceLists {
  const origins = devOrigins.split(/[\s,]+/).flatMap(originOf);
  const anybody = [...config.sources, ...origins];
  return {
    public: anybody,
    signed: [...anybody, ...config.signedSources],
    home: [...anybody, ...originOf(home)],
  };
}

/**
 * Finds out what a source is, as it was written in a URL.
 *
 * @throws Problem 400 when it is not written as a source is, 403 when the list does not allow it
 */
export function findSource(text: string, list: readonly AllowedSource[]): Source {
  return /^[a-z][a-z0-9+.-]*(?::|%3a)/i.test(text) ? findRemote(text, list) : findAsset(text);
}

/** The entry of a list that allows a URL, if there is one. */
export function allowance(url: URL, list: readonly AllowedSource[]): AllowedSource | undefined {
  if (url.username !== '' || url.password !== '' || isDisguised(url.pathname)) return undefined;
  return list.find(
    ({ protocol = 'https:', host, port = defaultPort(protocol), path = '/' }) =>
      url.protocol === protocol &&
      matchesHost(url.hostname, host) &&
      Number(url.port || defaultPort(url.protocol)) === port &&
      url.pathname.startsWith(path),
  );
}

/** The source as text: of two sources that are the same, the same. */
export function writeSource(source: Source): string {
  return source.kind === 'remote' ? source.url.href : source.path;
}

/** Reads what `writeSource` wrote. */
export function readSource(text: string): Source {
  return text.startsWith('/') ? { kind: 'asset', path: text } : { kind: 'remote', url: new URL(text) };
}

function findRemote(text: string, list: readonly AllowedSource[]): Source {
  const url = URL.parse(text);
  // The host must be written as it is meant: no userinfo, no other notation of an address, no look-alike characters.
  const written = /^https?:\/\/([^/?#]+)/i.exec(text)?.[1]?.toLowerCase();
  if (url === null || written === undefined || written !== authority(url, written)) {
    throw new Problem(
      'bad-image-source',
      'A remote source must be an unencoded URL such as https://host/path.',
    );
  }
  url.pathname = normalisePath(url.pathname);
  url.hash = '';
  const allowed = allowance(url, list);
  if (allowed === undefined) {
    throw new Problem('source-not-allowed', `${url.origin} is not an allowed image source (host or path).`);
  }
  url.search = selectQuery(url.searchParams, allowed.query ?? []);
  return { kind: 'remote', url };
}

/** The URL's own notation of host and port; a default port may be written or not. */
function authority(url: URL, written: string): string {
  return /:\d+$/.test(written) && url.port === '' ? `${url.host}:${defaultPort(url.protocol)}` : url.host;
}

function findAsset(text: string): Source {
  const path = normalisePath(`/${text.replace(/\?.*$/s, '')}`);
  if (isDisguised(path) || path.includes('//') || /%(?:2f|3a|25)/i.test(path)) {
    throw new Problem(
      'bad-image-source',
      'A source must be https://host/path, or the path of a file such as pictures/orbit.jpg.',
    );
  }
  return { kind: 'asset', path };
}

function selectQuery(given: URLSearchParams, names: readonly string[]): string {
  const selected = names.flatMap((name) =>
    given.getAll(name).map((value): [string, string] => [name, value]),
  );
  return new URLSearchParams(selected).toString();
}

function matchesHost(hostname: string, pattern: string): boolean {
  if (!pattern.startsWith('*.')) return hostname === pattern;
  const label = hostname.slice(0, -pattern.length + 1);
  return hostname.endsWith(pattern.slice(1)) && /^[a-z0-9_-]+$/.test(label);
}

function originOf(text: string): AllowedSource[] {
  const url = URL.parse(text);
  if (url === null || (url.protocol !== 'http:' && url.protocol !== 'https:')) return [];
  const { protocol, hostname } = url;
  return [{ protocol, host: hostname, port: Number(url.port || defaultPort(protocol)) }];
}

function defaultPort(protocol: string): number {
  return protocol === 'http:' ? 80 : 443;
}
