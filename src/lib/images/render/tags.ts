import { toHex } from '../../http/digest.ts';
import { sha256 } from '../../http/sha256.ts';

/**
 * The entity tag of a variant: of the same source in the same state, the same. Weak where the source's own validator
 * is; a source without one has a tag for as long as this rendering is kept.
 *
 * @param upstream headers of the source
 * @param variant in its canonical spelling
 * @param now milliseconds since 1970
 */
export async function variantTag(upstream: Headers, variant: string, now: number): Promise<string> {
  const etag = upstream.get('etag');
  const validator = etag ?? upstream.get('last-modified') ?? String(now);
  const tag = `"${await fingerprint(`${validator}\n${variant}`)}"`;
  return etag?.startsWith('"') ? tag : `W/${tag}`;
}

/** The cache tag that all variants of a source carry: a purge of it drops them all. */
export async function sourceTag(source: string): Promise<string> {
  return `picture/${await fingerprint(source)}`;
}

/** 128 bits in hexadecimal: cache tags know no difference between `a` and `A`. */
async function fingerprint(text: string): Promise<string> {
  return toHex((await sha256(text)).subarray(0, 16));
}
