import { isNotModified } from '../../http/conditional-read.ts';
import { opaqueTag } from '../../http/entity-tag.ts';
import { Problem, problemResponse } from '../../http/problem.ts';
import type { ImagesConfig } from '../config/images-config.ts';
import { writeSource } from '../source/allow-list.ts';
import type { Upstream } from '../source/fetch-source.ts';
import { openSource, readSourceImage, type SourceDependencies } from '../source/open-source.ts';
import { canPassThrough, passThrough } from '../source/pass-through.ts';
import { readImage, type SourceImage } from '../source/read-image.ts';
import { writeOptions } from '../url/option-grammar.ts';
import { resultSize } from '../variant/result-size.ts';
import { simplifyVariant } from '../variant/simplify-variant.ts';
import type { Variant } from '../variant/variant.ts';
import { describeVariant } from './description.ts';
import { encodeImage } from './images-binding.ts';
import { ageOf, failureDirectives, imageDirectives, lifetime } from './lifetime.ts';
import { type RenderRequest, readRenderRequest, writeRenderRequest } from './render-request.ts';
import { sourceTag, variantTag } from './variant-tags.ts';

export interface RenderDependencies extends SourceDependencies {
  images: ImagesBinding;
  limits: ImagesConfig['limits'];
  /** Sends another render request, through the cache of the Renderer. */
  renderCached: (request: Request) => Promise<Response>;
  log: (level: 'info' | 'error', event: Record<string, unknown>) => void;
}

/** The content of a response. */
interface Rendered {
  type: string;
  body: BodyInit;
}

const EDGE_CONTROL = 'cloudflare-cdn-cache-control';

/** Responds to a render request with an image or a problem. Both tell the cache how long to store them. */
export async function renderResponse(request: Request, dependencies: RenderDependencies): Promise<Response> {
  const renderRequest = readRenderRequest(request);
  const source = writeSource(renderRequest.source);
  let response: Response;
  try {
    response = await render(renderRequest, dependencies);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    if (error.cause !== undefined)
      dependencies.log('error', { event: 'render failed', source, cause: String(error.cause) });
    response = problemResponse(error, '/image');
    response.headers.set(EDGE_CONTROL, failureDirectives(renderRequest.list));
  }
  response.headers.set('cache-tag', await sourceTag(source));
  return response;
}

async function render(request: RenderRequest, dependencies: RenderDependencies): Promise<Response> {
  const { source, list, variant, named, ownUrl } = request;
  const upstream = await openSource(source, list, ownUrl.host, dependencies);
  try {
    const image = await readSourceImage(upstream);
    const canonical = simplifyVariant(variant, image, named);
    if (writeOptions(canonical) === writeOptions(variant)) {
      refuseEnlarged(variant, image, dependencies.limits);
      return await renderCanonical(request, upstream, image, dependencies);
    }
    await image.body.cancel();
    const seconds = lifetime(upstream.headers, dependencies.now());
    const other = writeRenderRequest({ ...request, variant: canonical });
    return aliasResponse(await dependencies.renderCached(other), request, seconds);
  } catch (error) {
    // The binding reports a source that breaks off as an error of its own.
    throw upstream.failure() ?? error;
  }
}

async function renderCanonical(
  { variant, list, ifNoneMatch, ...request }: RenderRequest,
  upstream: Upstream,
  image: SourceImage,
  dependencies: RenderDependencies,
): Promise<Response> {
  const now = dependencies.now();
  const etag = await variantTag(upstream.headers, writeOptions(variant), now);
  const headers = new Headers({
    etag,
    [EDGE_CONTROL]: imageDirectives(list, lifetime(upstream.headers, now)),
  });
  const validators = { tag: opaqueTag(etag), modified: null };
  if (isNotModified({ ifNoneMatch, ifModifiedSince: null }, validators)) {
    await image.body.cancel();
    return new Response(null, { status: 304, headers });
  }
  const renderOther = (other: Variant) =>
    dependencies.renderCached(writeRenderRequest({ ...request, list, variant: other, ifNoneMatch: null }));
  const { type, body } =
    variant.format === 'json'
      ? await describeImage(variant, image, renderOther)
      : await encodeOrPassThrough(variant, image, upstream, dependencies);
  headers.set('content-type', type);
  return new Response(body, { headers });
}

/**
 * Stores the canonical response under the alias key too. Otherwise each request would open the source.
 *
 * @param seconds how long the canonical response is fresh, from the time when it was rendered
 */
function aliasResponse(canonical: Response, { list }: RenderRequest, seconds: number): Response {
  const response = new Response(canonical.body, canonical);
  const isImage = response.ok || response.status === 304;
  const remaining = Math.max(0, seconds - ageOf(response.headers));
  response.headers.delete('age');
  response.headers.set(EDGE_CONTROL, isImage ? imageDirectives(list, remaining) : failureDirectives(list));
  return response;
}

async function describeImage(
  variant: Variant,
  image: SourceImage,
  renderOther: (variant: Variant) => Promise<Response>,
): Promise<Rendered> {
  const description = await describeVariant(variant, image, renderOther);
  return { type: 'application/json', body: JSON.stringify(description) };
}

/** Passes an image through if it needs no change but blanked metadata, and encodes it otherwise. */
async function encodeOrPassThrough(
  variant: Variant,
  image: SourceImage,
  upstream: Upstream,
  { images, log }: RenderDependencies,
): Promise<Rendered> {
  if (Object.keys(variant).length === 0 && canPassThrough(image)) {
    return { type: image.type, body: passThrough(image, upstream) };
  }
  log('info', { event: 'render', variant: writeOptions(variant) });
  const encoded = await encodeImage(image, variant, images);
  try {
    return await readImage(encoded);
  } catch (cause) {
    throw new Problem('render-failed', 'The image could not be rendered.', { cause });
  }
}

/** The owner's limits bound enlarged results. `MAX_PIXELS` bounds the source itself. */
function refuseEnlarged(variant: Variant, image: SourceImage, limits: ImagesConfig['limits']): void {
  const { width, height } = resultSize(variant, image);
  const isEnlarged = width * height > image.width * image.height;
  if (isEnlarged && (width > limits.width || height > limits.height || width * height > limits.pixels)) {
    throw new Problem(
      'image-too-large',
      `The image would have ${width} × ${height} px; at most ${limits.width} × ${limits.height} px and ${limits.pixels} px in all are allowed.`,
    );
  }
}
