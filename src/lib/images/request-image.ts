import { readProblem } from '../http/problem/problem.ts';
import { type Content, readContent } from './hop/content-headers.ts';
import { isStorable } from './hop/lifetime.ts';
import { type RenderRequest, writeRenderRequest } from './hop/render-request.ts';
import { variantTag } from './hop/variant-tags.ts';
import { writeOptions } from './options/option-grammar.ts';
import { simplifyVariant } from './variant/simplify-variant.ts';
import type { Variant } from './variant/variant.ts';

/** An image that a client means, before the facts of its source are known. */
export type Wanted = Omit<RenderRequest, 'key'>;

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
export async function requestImage(wanted: Wanted, render: Render): Promise<Response> {
  const ask = (variant: Variant) => render(writeRenderRequest({ ...wanted, key: 'variant', variant }));
  // Nothing of this list is stored, facts neither, so the Renderer simplifies by itself.
  if (!isStorable(wanted.list)) return imageOf(await ask(wanted.variant));

  const first = await render(writeRenderRequest({ ...wanted, key: 'source', ifNoneMatch: null }));
  const content = readContent(first.headers);
  if (content === null) throw await readProblem(first);
  if (isWanted(content, wanted)) return withTag(await imageOf(first), content.variant);
  await first.body?.cancel();

  const simple = simplifyVariant(wanted.variant, content.facts, wanted.named);
  const second = await ask(simple);
  const made = readContent(second.headers);
  if (made === null || isWanted(made, wanted)) return imageOf(second);
  await second.body?.cancel();

  // The source has changed since its facts were stored. Under this key, the variant is simplified by the new ones.
  return imageOf(await ask(wanted.variant));
}

/** Whether a response has the image that is wanted, by the facts of the source that it was made of. */
function isWanted({ facts, variant }: Content, wanted: Wanted): boolean {
  return writeOptions(simplifyVariant(wanted.variant, facts, wanted.named)) === variant;
}

/** @throws Problem that the response is */
async function imageOf(response: Response): Promise<Response> {
  if (response.ok || response.status === 304) return response;
  throw await readProblem(response);
}

/** Replaces the entity tag of the source by that of the image. */
async function withTag(response: Response, variant: string): Promise<Response> {
  const tagged = new Response(response.body, response);
  tagged.headers.set('etag', await variantTag(response.headers.get('etag') ?? '', variant));
  return tagged;
}
