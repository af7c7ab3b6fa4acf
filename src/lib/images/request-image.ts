import { readProblem } from '../http/problem/problem.ts';
import { type Content, readContent } from './hop/content-headers.ts';
import { isStorable } from './hop/lifetime.ts';
import { type RenderRequest, writeRenderRequest } from './hop/render-request.ts';
import { variantTag } from './hop/variant-tags.ts';
import { writeOptions } from './options/option-grammar.ts';
import { simplifyVariant } from './variant/simplify-variant.ts';
import type { Variant } from './variant/variant.ts';

/** An image that a client requests, before the facts of its source are known. */
export type WantedImage = Omit<RenderRequest, 'key'>;

/** Responds to a `writeRenderRequest`, from the cache if possible. */
export type Render = (request: Request) => Promise<Response>;

/**
 * Requests an image under a key that all spellings of it share.
 *
 * The response under the key of the source has its facts, with which the variant is simplified, and one image: that of
 * the first request. Every other variant has a key of its own. See docs/decisions/012-facts-with-the-first-image.md.
 *
 * @returns the image with its entity tag, or 304
 * @throws Problem of the Renderer
 */
export async function requestImage(wanted: WantedImage, render: Render): Promise<Response> {
  const requestVariant = (variant: Variant) =>
    render(writeRenderRequest({ ...wanted, key: 'variant', variant }));
  // Nothing of this list is stored, not even facts, so the Renderer simplifies the variant.
  if (!isStorable(wanted.list)) return imageOf(await requestVariant(wanted.variant));

  const first = await render(writeRenderRequest({ ...wanted, key: 'source', ifNoneMatch: null }));
  const content = readContent(first.headers);
  if (content === null) throw await readProblem(first);
  if (isWanted(content, wanted)) return withTag(await imageOf(first), content.variant);
  await first.body?.cancel();

  const simple = simplifyVariant(wanted.variant, content.facts, wanted.named);
  const second = await requestVariant(simple);
  const rendered = readContent(second.headers);
  if (rendered === null || isWanted(rendered, wanted)) return imageOf(second);
  await second.body?.cancel();

  // The source has changed since its facts were stored. The Renderer simplifies this variant by the new facts.
  return imageOf(await requestVariant(wanted.variant));
}

/** Whether a response contains the wanted image, by the facts of the source that it was made from. */
function isWanted({ facts, variant }: Content, wanted: WantedImage): boolean {
  return writeOptions(simplifyVariant(wanted.variant, facts, wanted.named)) === variant;
}

/** @throws Problem that the response contains */
async function imageOf(response: Response): Promise<Response> {
  if (response.ok || response.status === 304) return response;
  throw await readProblem(response);
}

/** Replaces the entity tag of the source with that of the image. */
async function withTag(response: Response, variant: string): Promise<Response> {
  const tagged = new Response(response.body, response);
  tagged.headers.set('etag', await variantTag(response.headers.get('etag') ?? '', variant));
  return tagged;
}
