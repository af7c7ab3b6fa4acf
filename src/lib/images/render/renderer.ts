import { opaqueTag } from '../../http/entity-tag.ts';
import { Problem, problemResponse } from '../../http/problem/problem.ts';
import { isNotModified } from '../../http/request/conditional-read.ts';
import { withinTime } from '../../http/time-limit.ts';
import type { ImagesConfig } from '../config/images-config.ts';
import { readImage, type SourceImage } from '../file/read-image.ts';
import { writeContent } from '../hop/content-headers.ts';
import { failureDirectives, imageDirectives, lifetime } from '../hop/lifetime.ts';
import type { RenderRequest } from '../hop/render-request.ts';
import { sourceTag, stateTag, variantTag } from '../hop/variant-tags.ts';
import { writeOptions } from '../options/option-grammar.ts';
import { writeSource } from '../source/allow-list.ts';
import type { Upstream } from '../source/fetch-source.ts';
import { openSource, readSourceImage, type SourceDependencies } from '../source/open-source.ts';
import { announcedLength, canPassThrough, passThrough } from '../source/pass-through.ts';
import { resultSize } from '../variant/result-size.ts';
import { checkSize } from '../variant/scale.ts';
import { simplifyVariant } from '../variant/simplify-variant.ts';
import type { Variant } from '../variant/variant.ts';
import { countBytes } from './count-bytes.ts';
import { countRendering, type RenderingLimits } from './count-rendering.ts';
import { encodeImage } from './images-binding.ts';

export interface RenderDependencies extends SourceDependencies {
  images: ImagesBinding;
  limits: ImagesConfig['limits'];
  rateLimits: RenderingLimits;
  log: (level: 'info' | 'error', event: Record<string, unknown>) => void;
}

/** An open source, and the variant of it that a request means. */
interface OpenSource {
  upstream: Upstream;
  image: SourceImage;
  variant: Variant;
}

/** The binding has no time limit of its own. A source alone may take 10 s. */
const MAX_RENDERING_MS = 30_000;

const EDGE_CONTROL = 'cloudflare-cdn-cache-control';

/**
 * Responds to a render request that missed the cache with an image, a length or a problem. Headers say how long the cache may store it, and
 * contain the facts of the source where it could be read.
 */
export async function renderResponse(
  request: RenderRequest,
  dependencies: RenderDependencies,
): Promise<Response> {
  const response = await orProblem(request, dependencies, async () => {
    await countRendering(request, dependencies.rateLimits);
    const upstream = await openSource(request.source, request.list, request.ownUrl.host, dependencies);
    return orFailureOf(upstream, async () =>
      respond(request, await identify(request, upstream), dependencies),
    );
  });
  response.headers.set('cache-tag', await sourceTag(writeSource(request.source)));
  return response;
}

/** Reads the source until it is known which variant of it is meant. */
async function identify({ variant, named }: RenderRequest, upstream: Upstream): Promise<OpenSource> {
  const image = await readSourceImage(upstream);
  return { upstream, image, variant: simplifyVariant(variant, image, named) };
}

async function respond(
  request: RenderRequest,
  source: OpenSource,
  dependencies: RenderDependencies,
): Promise<Response> {
  const { key, list, ifNoneMatch } = request;
  const { upstream, image } = source;
  const variant = writeOptions(source.variant);
  const now = dependencies.now();
  const state = await stateTag(upstream.headers, now);
  const etag = key === 'source' ? state : await variantTag(state, variant);
  const edge = imageDirectives(list, lifetime(upstream.headers, now));
  const headers = new Headers({ etag, [EDGE_CONTROL]: edge });
  if (isNotModified({ ifNoneMatch, ifModifiedSince: null }, { tag: opaqueTag(etag), modified: null })) {
    await image.body.cancel();
    return new Response(null, { status: 304, headers });
  }
  const response = await orProblem(request, dependencies, () =>
    orFailureOf(upstream, () => makeContent(key, source, headers, dependencies)),
  );
  writeContent(response.headers, { facts: { ...image, bytes: announcedLength(upstream.headers) }, variant });
  return response;
}

async function makeContent(
  key: RenderRequest['key'],
  { upstream, image, variant }: OpenSource,
  headers: Headers,
  dependencies: RenderDependencies,
): Promise<Response> {
  if (key === 'length') return new Response(String(await countBytes(image.body)), { headers });
  refuseEnlarged(variant, image, dependencies.limits);
  if (Object.keys(variant).length === 0 && canPassThrough(image)) {
    headers.set('content-type', image.type);
    return new Response(passThrough(image, upstream), { headers });
  }
  dependencies.log('info', { event: 'render', variant: writeOptions(variant) });
  const { type, body } = await withinTime(
    encode(image, variant, dependencies),
    MAX_RENDERING_MS,
    renderingTimeout,
  );
  headers.set('content-type', type);
  return new Response(body, { headers });
}

/** Encodes an image, and reads the result up to its dimensions. */
async function encode(
  image: SourceImage,
  variant: Variant,
  { images }: Pick<RenderDependencies, 'images'>,
): Promise<SourceImage> {
  const encoded = await encodeImage(image, variant, images);
  try {
    return await readImage(encoded);
  } catch (cause) {
    throw new Problem('render-failed', 'The image could not be rendered.', { cause });
  }
}

function renderingTimeout(): Problem {
  return new Problem(
    'images-busy',
    `The image was not rendered within ${MAX_RENDERING_MS / 1000} s; try again.`,
    {
      headers: { 'retry-after': '10' },
    },
  );
}

/** Turns a Problem into its response, with the lifetime of a failure. */
async function orProblem(
  { source, list }: RenderRequest,
  { log }: RenderDependencies,
  respond: () => Promise<Response>,
): Promise<Response> {
  try {
    return await respond();
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    if (error.cause !== undefined)
      log('error', { event: 'render failed', source: writeSource(source), cause: String(error.cause) });
    const response = problemResponse(error, '/image');
    response.headers.set(EDGE_CONTROL, failureDirectives(list, error.code));
    return response;
  }
}

/** Throws the failure of the source instead of the error that it caused in the binding. */
async function orFailureOf<T>(upstream: Upstream, use: () => Promise<T>): Promise<T> {
  try {
    return await use();
  } catch (error) {
    throw upstream.failure() ?? error;
  }
}

/** The owner's limits bound enlarged results. `MAX_SOURCE_PIXELS` bounds the source itself. */
function refuseEnlarged(variant: Variant, image: SourceImage, limits: ImagesConfig['limits']): void {
  const size = resultSize(variant, image);
  const isEnlarged = size.width * size.height > image.width * image.height;
  if (isEnlarged) checkSize(size, limits);
}
