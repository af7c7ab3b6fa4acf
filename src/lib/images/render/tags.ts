import { fingerprint } from '../../http/digest.ts';

/** 128 bits; in hexadecimal, because cache tags are compared without regard to case. */
const FINGERPRINT_BYTES = 16;

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
  const tag = `"${await fingerprint(`${validator}\n${variant}`, FINGERPRINT_BYTES)}"`;
  return etag?.startsWith('"') ? tag : `W/${tag}`;
}

/** The cache tag that all variants of a source carry: a purge of it drops them all. */
export async function sourceTag(source: string): Promise<string> {
  return `picture/${await fingerprint(source, FINGERPRINT_BYTES)}`;
}
