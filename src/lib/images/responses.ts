import { type EntityTags, opaqueTag } from '../http/entity-tag.ts';
import type { Problem } from '../http/problem/problem.ts';
import { isNotModified } from '../http/request/conditional-read.ts';
import { writeOptions } from './options/option-grammar.ts';
import type { Options } from './options/options.ts';
import type { Source } from './source/allow-list.ts';
import { CONNECTION_HEADERS, FORMAT_HEADERS } from './variant/client-features.ts';

/** Headers of the Renderer that clients see. */
const SHOWN_HEADERS = ['content-type', 'etag'];

/**
 * The response to a client: an image, or 304 for a client that has it.
 *
 * @param rendered the response of the Renderer
 * @param ifNoneMatch the client's, or `null` to send the image in any case
 */
export async function imageResponse(
  rendered: Response,
  status: number,
  options: Options,
  ifNoneMatch: EntityTags | null,
): Promise<Response> {
  const headers = new Headers();
  for (const name of SHOWN_HEADERS) {
    const value = rendered.headers.get(name);
    if (value !== null) headers.set(name, value);
  }
  // Shows the Renderer's cache; `Cf-Cache-Status` will be that of the cache in front of this entrypoint.
  const cacheStatus = rendered.headers.get('cf-cache-status');
  if (cacheStatus !== null) headers.set('server-timing', `renderer;desc=${cacheStatus}`);
  if (options.format === 'auto') headers.append('vary', FORMAT_HEADERS.join(', '));
  if (options['slow-connection-quality'] !== undefined) headers.append('vary', CONNECTION_HEADERS.join(', '));
  const validators = { tag: opaqueTag(headers.get('etag')), modified: null };
  if (!isNotModified({ ifNoneMatch, ifModifiedSince: null }, validators)) {
    return new Response(rendered.body, { status, headers });
  }
  await rendered.body?.cancel();
  headers.delete('content-type');
  return new Response(null, { status: 304, headers });
}

/** Adds the options that were rounded, as they were rendered: `Perigee-Variant: height=233,width=350`, in device pixels. */
export function withRounded(response: Response, rounded: Options): Response {
  const text = writeOptions(rounded);
  if (text !== '' && response.status !== 302) response.headers.set('perigee-variant', text);
  return response;
}

/** Adds the reason why another image is shown: `Perigee-Fallback: source-not-found`. */
export function withFallback(response: Response, { code, headers }: Problem): Response {
  response.headers.set('perigee-fallback', code);
  const retryAfter = headers['retry-after'];
  if (retryAfter !== undefined) response.headers.set('retry-after', retryAfter);
  return response;
}

/**
 * The response to `onerror=redirect`: the client fetches the source itself, which is an allowed one.
 *
 * @throws Problem `problem` for a missing file of this site
 */
export function redirectResponse(source: Source, problem: Problem): Response {
  const isMissingFile = source.kind === 'asset' && problem.status === 404;
  if (isMissingFile) throw problem;
  const location = source.kind === 'asset' ? source.path : source.url.href;
  return new Response(null, { status: 302, headers: { location } });
}
