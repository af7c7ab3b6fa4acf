import { matchesNone } from '../../http/entity-tag.ts';
import { Problem, problemResponse } from '../../http/problem.ts';
import type { ImagesConfig } from '../config.ts';
import { type ListName, writeSource } from '../source/allow-list.ts';
import type { Upstream } from '../source/fetch-source.ts';
import { type Origins, openSource, readSourcePicture } from '../source/open-source.ts';
import { type Picture, readPicture } from '../source/read-image.ts';
import { writeOptions } from '../url/option-grammar.ts';
import { resultSize } from '../variant/result-size.ts';
import { narrowVariant } from '../variant/simplify.ts';
import type { Variant } from '../variant/variant.ts';
import { describe } from './description.ts';
import { render } from './images-binding.ts';
import { edgePolicy, FAILURE_POLICY, lifetime } from './lifetime.ts';
import { type Rendering, readRendering, renderingRequest } from './render-request.ts';
import { sourceTag, variantTag } from './tags.ts';

export interface Workshop extends Origins {
  images: ImagesBinding;
  limits: ImagesConfig['limits'];
  /** Asks for another rendering, through the cache. */
  ask: (request: Request) => Promise<Response>;
  log: (level: 'info' | 'error', event: Record<string, unknown>) => void;
}

/** A picture, or what is said of it, before it has headers. */
interface Made {
  type: string;
  body: BodyInit;
}

/**
 * Makes the picture that a `renderingRequest` asks for. A failure is an answer too, which the cache keeps for
 * seconds.
 */
export async function answerRendering(request: Request, workshop: Workshop): Promise<Response> {
  const rendering = readRendering(request.url);
  const tag = await sourceTag(writeSource(rendering.source));
  try {
    return await make(rendering, tag, request, workshop);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    if (error.cause !== undefined) {
      const source = writeSource(rendering.source);
      workshop.log('error', { event: 'render failed', source, cause: String(error.cause) });
    }
    const response = problemResponse(error, '/image');
    response.headers.set(
      'cloudflare-cdn-cache-control',
      isKept(rendering.list) ? FAILURE_POLICY : 'no-store',
    );
    response.headers.set('cache-tag', tag);
    return response;
  }
}

/** An `IMAGE_SOURCE` that is on no list is asked each time: it may be anything, and change at any moment. */
function isKept(list: ListName): boolean {
  return list !== 'home';
}

async function make(
  rendering: Rendering,
  tag: string,
  request: Request,
  workshop: Workshop,
): Promise<Response> {
  const { source, list, variant } = rendering;
  const { origin, host } = new URL(request.url);
  const ifNoneMatch = request.headers.get('if-none-match');
  const ask = (other: Variant, condition: string | null = null) =>
    workshop.ask(renderingRequest({ source, list, variant: other }, origin, condition));

  const upstream = await openSource(source, list, host, workshop);
  try {
    const picture = await readSourcePicture(upstream);
    const canonical = narrowVariant(variant, picture);
    if (writeOptions(canonical) !== writeOptions(variant)) {
      await picture.body.cancel();
      return await ask(canonical, ifNoneMatch);
    }
    refuseEnlarged(canonical, picture, workshop.limits);

    const now = workshop.now();
    const etag = await variantTag(upstream.headers, writeOptions(variant), now);
    const headers = new Headers({
      etag,
      'cloudflare-cdn-cache-control': isKept(list) ? edgePolicy(lifetime(upstream.headers, now)) : 'no-store',
      'cache-tag': tag,
    });
    if (matchesNone(ifNoneMatch, etag)) {
      await picture.body.cancel();
      return new Response(null, { status: 304, headers });
    }
    const made =
      variant.format === 'json'
        ? await tell(variant, picture, ask)
        : await draw(variant, picture, upstream, workshop);
    headers.set('content-type', made.type);
    return new Response(made.body, { headers });
  } catch (error) {
    throw failureOf(upstream, error);
  }
}

async function tell(
  variant: Variant,
  picture: Picture,
  ask: (variant: Variant) => Promise<Response>,
): Promise<Made> {
  return { type: 'application/json', body: JSON.stringify(await describe(variant, picture, ask)) };
}

/** A picture that needs no change is handed on as it is, but for EXIF, which may say where it was taken. */
async function draw(
  variant: Variant,
  picture: Picture,
  { passThrough }: Upstream,
  { images, log }: Workshop,
): Promise<Made> {
  if (Object.keys(variant).length === 0 && !picture.hasExif) {
    return { type: picture.type, body: passThrough?.(picture.head) ?? picture.body };
  }
  log('info', { event: 'render', variant: writeOptions(variant) });
  const rendered = await render(picture, variant, images);
  try {
    return await readPicture(rendered);
  } catch (cause) {
    throw new Problem('render-failed', 'The image could not be rendered.', { cause });
  }
}

/** The binding reports a source that breaks off as a failure of its own. */
function failureOf(upstream: Upstream, error: unknown): unknown {
  return upstream.failure() ?? error;
}

/** The owner's limits bind what makes a picture larger; what it is by itself, `MAX_PIXELS` binds. */
function refuseEnlarged(variant: Variant, picture: Picture, limits: ImagesConfig['limits']): void {
  const { width, height } = resultSize(variant, picture);
  const isEnlarged = width * height > picture.width * picture.height;
  if (isEnlarged && (width > limits.width || height > limits.height || width * height > limits.pixels)) {
    throw new Problem(
      'image-too-large',
      `The image would have ${width} × ${height} px; at most ${limits.width} × ${limits.height} px and ${limits.pixels} px in all are allowed.`,
    );
  }
}
