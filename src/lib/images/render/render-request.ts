import { type EntityTags, parseEntityTags, writeEntityTags } from '../../http/entity-tag.ts';
import { type ListName, readSource, type Source, writeSource } from '../source/allow-list.ts';
import { parseOptions, writeOptions } from '../url/option-grammar.ts';
import type { NamedFormat } from '../variant/client-features.ts';
import type { Variant } from '../variant/variant.ts';

const NAMED_FORMATS: readonly NamedFormat[] = ['avif', 'webp'];

/** One image that the Renderer must respond with. */
export interface RenderRequest {
  source: Source;
  /** The allow-list for redirects of the source. */
  list: ListName;
  variant: Variant;
  /** The formats that `format=auto` may choose. */
  named: readonly NamedFormat[];
  /** A URL of this service. No source is fetched from its host. */
  ownUrl: URL;
  /** The client's `If-None-Match`. */
  ifNoneMatch: EntityTags | null;
}

/** Writes the request to the Renderer. Its path and query are the cache key of the image. */
export function writeRenderRequest(request: RenderRequest): Request {
  const { source, list, variant, named, ownUrl, ifNoneMatch } = request;
  const query = new URLSearchParams({
    list,
    options: writeOptions(variant),
    source: writeSource(source),
  });
  if (variant.format === 'auto') query.set('named', named.join(','));
  const headers: HeadersInit = ifNoneMatch === null ? {} : { 'if-none-match': writeEntityTags(ifNoneMatch) };
  return new Request(`${ownUrl.origin}/rendering?${query}`, { headers });
}

/** Reads the request of `writeRenderRequest`. */
export function readRenderRequest({ url, headers }: Request): RenderRequest {
  const ownUrl = new URL(url);
  const { searchParams } = ownUrl;
  const options = searchParams.get('options') ?? '';
  const named = searchParams.get('named')?.split(',') ?? [];
  return {
    source: readSource(searchParams.get('source') ?? ''),
    list: searchParams.get('list') as ListName,
    variant: options === '' ? {} : parseOptions(options),
    named: NAMED_FORMATS.filter((format) => named.includes(format)),
    ownUrl,
    ifNoneMatch: parseEntityTags(headers.get('if-none-match')),
  };
}
