import { type ListName, readSource, type Source, writeSource } from '../source/allow-list.ts';
import { parseOptions, writeOptions } from '../url/option-grammar.ts';
import type { Variant } from '../variant/variant.ts';

/** One picture to be made. */
export interface Rendering {
  source: Source;
  /** What a redirect of the source is held against. */
  list: ListName;
  variant: Variant;
}

/**
 * The request that asks the Renderer for a picture. Its path and query are what the picture is cached under; its host
 * is ours, from which no source may come.
 *
 * @param origin of the client's request
 * @param ifNoneMatch the client's
 */
export function renderingRequest(
  { source, list, variant }: Rendering,
  origin: string,
  ifNoneMatch: string | null,
): Request {
  const query = new URLSearchParams({
    list,
    options: writeOptions(variant),
    source: writeSource(source),
  });
  const headers: HeadersInit = ifNoneMatch === null ? {} : { 'if-none-match': ifNoneMatch };
  return new Request(`${origin}/rendering?${query}`, { headers });
}

/** Reads what `renderingRequest` wrote. */
export function readRendering(url: string): Rendering {
  const query = new URL(url).searchParams;
  const options = query.get('options') ?? '';
  return {
    source: readSource(query.get('source') ?? ''),
    list: query.get('list') as ListName,
    variant: options === '' ? {} : parseOptions(options),
  };
}
