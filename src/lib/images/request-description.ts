import { opaqueTag } from '../http/entity-tag.ts';
import { Problem, readProblem } from '../http/problem/problem.ts';
import { isNotModified } from '../http/request/conditional-read.ts';
import { readContent } from './hop/content-headers.ts';
import { writeRenderRequest } from './hop/render-request.ts';
import { variantTag } from './hop/variant-tags.ts';
import { describeImage } from './render/description.ts';
import { type Render, requestImage, type WantedImage } from './request-image.ts';

/**
 * Requests the description of an image, `format=json`. It is made from images that the cache of the Renderer stores
 * anyway, because clients request them too.
 *
 * @returns JSON with its entity tag, or 304
 * @throws Problem of the Renderer
 */
export async function requestDescription(wanted: WantedImage, render: Render): Promise<Response> {
  const { format: _, ...variant } = wanted.variant;
  const image = await requestImage({ ...wanted, variant, ifNoneMatch: null }, render);
  const content = readContent(image.headers);
  if (image.body === null || content === null)
    throw new Problem('render-failed', 'The image could not be described.');

  const etag = await variantTag(image.headers.get('etag') ?? '', 'format=json');
  const headers = new Headers(image.headers);
  headers.set('etag', etag);
  headers.set('content-type', 'application/json');
  const conditions = { ifNoneMatch: wanted.ifNoneMatch, ifModifiedSince: null };
  if (isNotModified(conditions, { tag: opaqueTag(etag), modified: null })) {
    await image.body.cancel();
    return new Response(null, { status: 304, headers });
  }
  const described = { variant, image: image.body, original: content.facts };
  const description = await describeImage(described, {
    render: (other) => requestImage({ ...wanted, variant: other, ifNoneMatch: null }, render),
    measure: () => measureSource(wanted, render),
  });
  return new Response(JSON.stringify(description), { headers });
}

async function measureSource(wanted: WantedImage, render: Render): Promise<number> {
  const request = writeRenderRequest({ ...wanted, key: 'length', ifNoneMatch: null });
  const response = await render(request);
  if (!response.ok) throw await readProblem(response);
  return Number(await response.text());
}
