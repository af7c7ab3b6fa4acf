import { type EntityTags, parseEntityTags, writeEntityTags } from '../../http/entity-tag.ts';
import { parseOptions, writeOptions } from '../options/option-grammar.ts';
import { type ListName, readSource, type Source, writeSource } from '../source/allow-list.ts';
import type { NamedFormat } from '../variant/client-features.ts';
import type { Variant } from '../variant/variant.ts';

const NAMED_FORMATS: readonly NamedFormat[] = ['avif', 'webp'];

/** What a cache key identifies, and its path. Every request with the same key gets the same response. */
const KEYS = {
  /** A source. The response has its facts, and the image of the first request. */
  source: '/source',
  /** A variant of a source. */
  variant: '/rendering',
  /** The length of a source in bytes. */
  length: '/length',
} as const;

export type RenderKey = keyof typeof KEYS;

/** One request to the Renderer. */
export interface RenderRequest {
  key: RenderKey;
  source: Source;
  /** The allow-list for redirects of the source. */
  list: ListName;
  variant: Variant;
  /** The formats that `format=auto` may choose. */
  named: readonly NamedFormat[];
  /** A URL of this service. No source is fetched from its host. */
  ownUrl: URL;
  /** The `clientKey` of the client that the request counts for; `null` when it does not count. */
  client: string | null;
  /** The client's `If-None-Match`; for the key `source`, the one of the cache. */
  ifNoneMatch: EntityTags | null;
}

// Headers are not part of the cache key. These two contain the variant of a request with the key `source`.
const OPTIONS_HEADER = 'perigee-options';
const NAMED_HEADER = 'perigee-named';

/** Contains `client`. */
const CLIENT_HEADER = 'perigee-client';

/** Writes a request to the Renderer. Its path and query are the key of the response in the cache. */
export function writeRenderRequest(request: RenderRequest): Request {
  const { key, source, list, variant, named, ownUrl, client, ifNoneMatch } = request;
  const query = new URLSearchParams({ list });
  const headers = new Headers(ifNoneMatch === null ? {} : { 'if-none-match': writeEntityTags(ifNoneMatch) });
  if (key === 'variant') {
    query.set('options', writeOptions(variant));
    if (variant.format === 'auto') query.set('named', named.join(','));
  } else if (key === 'source') {
    headers.set(OPTIONS_HEADER, writeOptions(variant));
    headers.set(NAMED_HEADER, named.join(','));
  }
  query.set('source', writeSource(source));
  if (client !== null) headers.set(CLIENT_HEADER, client);
  return new Request(`${ownUrl.origin}${KEYS[key]}?${query}`, { headers });
}

/** Reads the request of `writeRenderRequest`. */
export function readRenderRequest({ url, headers }: Request): RenderRequest {
  const ownUrl = new URL(url);
  const { pathname, searchParams } = ownUrl;
  const options = searchParams.get('options') ?? headers.get(OPTIONS_HEADER) ?? '';
  const named = (searchParams.get('named') ?? headers.get(NAMED_HEADER))?.split(',') ?? [];
  const keys = Object.keys(KEYS) as RenderKey[];
  return {
    key: keys.find((key) => KEYS[key] === pathname) ?? 'variant',
    source: readSource(searchParams.get('source') ?? ''),
    list: searchParams.get('list') as ListName,
    variant: options === '' ? {} : parseOptions(options),
    named: NAMED_FORMATS.filter((format) => named.includes(format)),
    ownUrl,
    client: headers.get(CLIENT_HEADER),
    ifNoneMatch: parseEntityTags(headers.get('if-none-match')),
  };
}
