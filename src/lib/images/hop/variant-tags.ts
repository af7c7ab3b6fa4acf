import { fingerprint } from '../../http/digest.ts';
import { opaqueTag } from '../../http/entity-tag.ts';

/** 128 bits. Tags are hexadecimal because Cloudflare compares cache tags without regard to case. */
const FINGERPRINT_BYTES = 16;

/**
 * The entity tag of a source in its present state. It is weak where the source's own validator is weak. A source without
 * a validator gets a new tag each time it is read.
 *
 * @param upstream headers of the source
 * @param now milliseconds since 1970
 */
export async function stateTag(upstream: Headers, now: number): Promise<string> {
  const etag = upstream.get('etag');
  const validator = etag ?? upstream.get('last-modified') ?? String(now);
  return writeTag(validator, etag?.startsWith('"') !== true);
}

/**
 * The entity tag of a variant. It is weak if `state` is.
 *
 * @param state the `stateTag` of the source, or the tag of the variant that this one is made from
 * @param options the variant as `writeOptions` writes it
 */
export function variantTag(state: string, options: string): Promise<string> {
  // A cache may have weakened the tag, although the state is the same.
  return writeTag(`${opaqueTag(state)}\n${options}`, state.startsWith('W/'));
}

/** The cache tag of every variant of a source. One purge removes them all. */
export async function sourceTag(source: string): Promise<string> {
  return `image/${await fingerprint(source, FINGERPRINT_BYTES)}`;
}

async function writeTag(content: string, isWeak: boolean): Promise<string> {
  const tag = `"${await fingerprint(content, FINGERPRINT_BYTES)}"`;
  return isWeak ? `W/${tag}` : tag;
}
