import { fingerprint } from '../../http/digest.ts';

/** 128 bits. Tags are hexadecimal because Cloudflare compares cache tags without regard to case. */
const FINGERPRINT_BYTES = 16;

/**
 * The entity tag of a variant. The same source in the same state has the same tag. The tag is weak where the source's
 * own validator is weak. A source without a validator gets a new tag per rendering.
 *
 * @param upstream headers of the source
 * @param options the variant as `writeOptions` writes it
 * @param now milliseconds since 1970
 */
export async function variantTag(upstream: Headers, options: string, now: number): Promise<string> {
  const etag = upstream.get('etag');
  const validator = etag ?? upstream.get('last-modified') ?? String(now);
  const tag = `"${await fingerprint(`${validator}\n${options}`, FINGERPRINT_BYTES)}"`;
  return etag?.startsWith('"') ? tag : `W/${tag}`;
}

/** The cache tag of every variant of a source: one purge drops them all. */
export async function sourceTag(source: string): Promise<string> {
  return `image/${await fingerprint(source, FINGERPRINT_BYTES)}`;
}
