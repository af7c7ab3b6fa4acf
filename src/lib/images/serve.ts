import { type EntityTags, parseEntityTags } from '../http/entity-tag.ts';
import { Problem, readProblem } from '../http/problem.ts';
import type { ProblemCode } from '../http/problem-codes.ts';
import type { ImageService } from './image-service.ts';
import { writeRenderRequest } from './render/render-request.ts';
import { imageResponse, redirectResponse, withRounded } from './responses.ts';
import { findSource, isAllowed, type ListName, type Source, type SourceLists } from './source/allow-list.ts';
import { VIA_NAME } from './source/follow-redirects.ts';
import { splitImagePath } from './url/image-path.ts';
import { parseOptions } from './url/option-grammar.ts';
import type { Options } from './url/options.ts';
import { isSigned } from './url/signature.ts';
import { namedFormats, readClientFeatures } from './variant/client-features.ts';
import { permittedOptions } from './variant/permitted-options.ts';
import { canonicalVariant } from './variant/variant.ts';

/** What a client requests, before its own features are known. */
interface ImageRequest {
  source: Source;
  list: ListName;
  options: Options;
  /** The URL of the client's request. */
  url: URL;
  ifNoneMatch: EntityTags | null;
}

/** Problems that blame the URL of the client. The URL of `/image.jpg` names no source. */
const UPSTREAM_STATUS_CODES: readonly ProblemCode[] = [
  'source-forbidden',
  'source-not-found',
  'source-gone',
  'source-busy',
];

/**
 * Serves `/image/{options}/{source}`.
 *
 * @throws Problem 400 for bad options or a malformed source
 * @throws Problem 403 for a source that is not allowed, or a bad signature
 * @throws Problem 403, 404, 410, 413, 415, 422, 502, 503 or 504 when the source fails
 * @throws Problem 429 when the client has caused too many renderings
 * @throws Problem 508 when the source is this service
 */
export async function serveImage(request: Request, service: ImageService): Promise<Response> {
  refuseLoop(request.headers);
  const { url, config, lists, signingKey, now } = service;
  const ifNoneMatch = ifNoneMatchOf(request);
  const path = splitImagePath(url);
  const given = parseOptions(path.options);
  const list = (await isSigned(path, given, signingKey, now())) ? 'signed' : 'public';
  const { options, rounded } = permittedOptions(given, list === 'signed', config);
  const source = findSource(path.source, lists[list]);
  refuseOwnHost(source, url);
  const response = await serveSource(request.headers, { source, list, options, url, ifNoneMatch }, service);
  return withRounded(response, rounded);
}

/**
 * Serves `/image.jpg`: the pinned source as a JPEG.
 *
 * @throws Problem as `serveImage` does when the source fails, but 502 for every status of an upstream except 508
 */
export async function servePinned(request: Request, service: ImageService): Promise<Response> {
  refuseLoop(request.headers);
  if (service.pinned === null) throw new Problem('source-failed', 'IMAGE_SOURCE is not a URL.');
  const source: Source = { kind: 'remote', url: service.pinned };
  const options: Options = { format: 'jpeg' };
  const ifNoneMatch = ifNoneMatchOf(request);
  const pinned: ImageRequest = { source, list: 'pinned', options, url: service.url, ifNoneMatch };
  try {
    return await serveSource(request.headers, pinned, service);
  } catch (error) {
    throw error instanceof Problem && UPSTREAM_STATUS_CODES.includes(error.code)
      ? new Problem('source-failed', error.message)
      : error;
  }
}

async function serveSource(
  headers: Headers,
  request: ImageRequest,
  service: ImageService,
): Promise<Response> {
  const response = await imageOrFallback(headers, request, service);
  if (response.ok || response.status === 304) service.cache.as('image');
  return response;
}

async function imageOrFallback(
  headers: Headers,
  { source, list, options, url, ifNoneMatch }: ImageRequest,
  { config, lists, render }: ImageService,
): Promise<Response> {
  const client = readClientFeatures(headers);
  const variant = canonicalVariant(options, client, config);
  const request = {
    source,
    list: narrowestList(source, list, lists),
    variant,
    named: namedFormats(client),
    ownUrl: url,
    ifNoneMatch,
  };
  const rendered = await render(writeRenderRequest(request));
  if (rendered.ok || rendered.status === 304)
    return imageResponse(rendered, rendered.status, options, ifNoneMatch);

  const problem = await readProblem(rendered);
  if (options.onerror === 'redirect') return redirectResponse(source, problem);
  if (config.fallback === undefined || problem.code === 'rate-limited') throw problem;
  const fallback = findSource(config.fallback.source.replace(/^\//, ''), lists.public);
  const instead = await render(
    writeRenderRequest({ ...request, source: fallback, list: 'public', ifNoneMatch: null }),
  );
  if (instead.ok) return imageResponse(instead, config.fallback.status, options, null);
  await instead.body?.cancel();
  throw problem;
}

/** The public list where it allows a source, so that a signed and an unsigned request share one rendering. */
function narrowestList(source: Source, list: ListName, lists: SourceLists): ListName {
  const isPublic = source.kind === 'asset' || isAllowed(source.url, lists.public);
  return isPublic ? 'public' : list;
}

/** @throws Problem 400 for more than 50 entity tags */
function ifNoneMatchOf({ headers }: Request): EntityTags | null {
  return parseEntityTags(headers.get('if-none-match'));
}

/** Refuses a request that a Worker with this code sent, whatever the name of its host. */
function refuseLoop(headers: Headers): void {
  const hops = (headers.get('via') ?? '').split(',').map((hop) => hop.trim().split(/\s+/)[1]);
  if (hops.includes(VIA_NAME)) throw new Problem('source-loop', 'The source points back to this service.');
}

function refuseOwnHost(source: Source, { host }: URL): void {
  if (source.kind === 'remote' && source.url.host === host) {
    throw new Problem(
      'source-loop',
      'The source points back to this service; name a file by its path alone.',
    );
  }
}
