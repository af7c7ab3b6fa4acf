import { parseEntityTags } from '../http/entity-tag.ts';
import { Problem } from '../http/problem/problem.ts';
import type { ProblemCode } from '../http/problem/problem-codes.ts';
import { fallbackFor } from './config/fallback.ts';
import type { ImagesConfig } from './config/images-config.ts';
import type { ImageService } from './image-service.ts';
import { parseOptions } from './options/option-grammar.ts';
import type { Options } from './options/options.ts';
import { requestDescription } from './request-description.ts';
import { requestImage, type WantedImage } from './request-image.ts';
import { imageResponse, redirectResponse, withFallback, withRounded } from './responses.ts';
import { findSource, isAllowed, type ListName, type Source, type SourceLists } from './source/allow-list.ts';
import { VIA_NAME } from './source/follow-redirects.ts';
import { splitImagePath } from './url/image-path.ts';
import { isSigned } from './url/signature.ts';
import { namedFormats, readClientFeatures } from './variant/client-features.ts';
import { permittedOptions } from './variant/permitted-options.ts';
import { canonicalVariant } from './variant/variant.ts';

/** An image request, parsed and allowed. */
interface ImageRequest {
  wanted: WantedImage;
  options: Options;
  /** The members of `options` that replace those of the URL. */
  rounded: Options;
}

/** What `readImageRequest` needs. It fetches nothing. */
type ReadingService = Pick<ImageService, 'url' | 'config' | 'lists' | 'signingKey' | 'client' | 'now'>;

/** Problems whose status concerns a source that the client names. The URL of `/image.jpg` names none. */
const UPSTREAM_STATUS_CODES: readonly ProblemCode[] = [
  'source-forbidden',
  'source-not-found',
  'source-gone',
  'source-busy',
];

/**
 * Serves `/image/{options}/{source}`.
 *
 * @throws Problem as `readImageRequest` does
 * @throws Problem 403, 404, 410, 413, 415, 422, 502, 503 or 504 when the source fails
 * @throws Problem 429 when the client has caused too many renderings
 * @throws Problem 508 when the source is this service
 */
export async function serveImage(request: Request, service: ImageService): Promise<Response> {
  const imageRequest = await readImageRequest(request, service);
  const response = await serveSource(imageRequest, service);
  return withRounded(response, imageRequest.rounded);
}

/**
 * Reads a request for `/image/{options}/{source}`.
 *
 * @throws Problem 400 for bad options or a malformed source
 * @throws Problem 403 for a source that is not allowed, or a bad signature
 * @throws Problem 508 when the source is this service
 */
export async function readImageRequest(request: Request, service: ReadingService): Promise<ImageRequest> {
  refuseLoop(request.headers);
  const { url, config, lists, signingKey, now } = service;
  const path = splitImagePath(url);
  const given = parseOptions(path.options);
  const list = (await isSigned(path, given, signingKey, now())) ? 'signed' : 'public';
  const { options, rounded } = permittedOptions(given, list === 'signed', config);
  const negotiated = negotiate(request.headers, options, config);
  const source = findSource(path.source, lists[list]);
  refuseOwnHost(source, url);
  return { wanted: wantedOf(request.headers, source, list, negotiated, service), options, rounded };
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
  const negotiated = negotiate(request.headers, options, service.config);
  const wanted = wantedOf(request.headers, source, 'pinned', negotiated, service);
  try {
    return await serveSource({ wanted, options, rounded: {} }, service);
  } catch (error) {
    throw error instanceof Problem && UPSTREAM_STATUS_CODES.includes(error.code)
      ? new Problem('source-failed', error.message)
      : error;
  }
}

/** The variant that the options and the client ask for, and the formats that the client names. */
function negotiate(
  headers: Headers,
  options: Options,
  config: ImagesConfig,
): Pick<WantedImage, 'variant' | 'named'> {
  const features = readClientFeatures(headers);
  return { variant: canonicalVariant(options, features, config), named: namedFormats(features) };
}

function wantedOf(
  headers: Headers,
  source: Source,
  list: ListName,
  negotiated: Pick<WantedImage, 'variant' | 'named'>,
  { url, lists, client }: ReadingService,
): WantedImage {
  return {
    source,
    list: narrowestList(source, list, lists),
    ...negotiated,
    ownUrl: url,
    client,
    ifNoneMatch: parseEntityTags(headers.get('if-none-match')),
  };
}

async function serveSource({ wanted, options }: ImageRequest, service: ImageService): Promise<Response> {
  const { render, cache } = service;
  try {
    const image = await requestVariant(wanted, render);
    const response = await imageResponse(image, 200, options, wanted.ifNoneMatch);
    cache.as('image');
    return response;
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    if (options.onerror === 'redirect') return redirectResponse(wanted.source, error);
    return fallbackOf(error, { wanted, options }, service);
  }
}

/**
 * The image of the owner that is shown instead of one that fails. No cache stores it, so that clients see the image as
 * soon as its source has it.
 *
 * @throws the failure when there is no such image, or when it fails too
 */
async function fallbackOf(
  failure: Problem,
  { wanted, options }: Pick<ImageRequest, 'wanted' | 'options'>,
  { config, lists, render }: ImageService,
): Promise<Response> {
  const fallback = fallbackFor(failure.status, config.fallback);
  if (fallback === null || failure.code === 'rate-limited') throw failure;
  const source = findSource(fallback.source.replace(/^\//, ''), lists.public);
  const instead: WantedImage = { ...wanted, source, list: 'public', ifNoneMatch: null };
  let image: Response;
  try {
    image = await requestVariant(instead, render);
  } catch (error) {
    throw error instanceof Problem ? failure : error;
  }
  return withFallback(await imageResponse(image, fallback.status, options, null), failure);
}

function requestVariant(wanted: WantedImage, render: ImageService['render']): Promise<Response> {
  return wanted.variant.format === 'json' ? requestDescription(wanted, render) : requestImage(wanted, render);
}

/** The public list where it allows a source, so that a signed and an unsigned request share one rendering. */
function narrowestList(source: Source, list: ListName, lists: SourceLists): ListName {
  const isPublic = source.kind === 'asset' || isAllowed(source.url, lists.public);
  return isPublic ? 'public' : list;
}

/** Refuses a request that a Worker with this code sent, under any host name. */
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
