import { fromBase64Url, toBase64Url } from '../../http/digest.ts';
import { Problem } from '../../http/problem/problem.ts';
import { splitOptions } from '../options/option-grammar.ts';
import type { Options } from '../options/options.ts';
import { encodeSource, type ImagePath, splitImagePath } from './image-path.ts';

const ANY_ORIGIN = 'https://perigee.invalid';
const HMAC = { name: 'HMAC', hash: 'SHA-256' };

/**
 * Signs the path of an image: `/image/{options},sig=…/{source}`. The signature covers the source and every option,
 * `exp` included, as they are written.
 *
 * @throws Problem 400 when the options or the source cannot be read
 */
export async function signedPath(path: ImagePath, key: string): Promise<string> {
  // In the form of a request: the URL parser encodes spaces and resolves dot segments.
  const { options, source } = splitImagePath(new URL(`/image/${path.options}/${path.source}`, ANY_ORIGIN));
  const text = signedText({ options, source });
  const signature = await crypto.subtle.sign(HMAC, await hmacKey(key, 'sign'), text);
  const sig = `sig=${toBase64Url(new Uint8Array(signature))}`;
  return `/image/${[...unsignedParts(options), sig].join(',')}/${encodeSource(source)}`;
}

/**
 * Whether a request has a valid signature; `false` if it has none.
 *
 * @param now milliseconds since 1970
 * @throws Problem 403 when the signature is wrong or has expired, 400 for `exp` without a signature
 */
export async function isSigned(
  path: ImagePath,
  { sig, exp }: Pick<Options, 'sig' | 'exp'>,
  key: string | undefined,
  now: number,
): Promise<boolean> {
  if (sig === undefined) {
    if (exp !== undefined)
      throw new Problem(
        'bad-image-option',
        'The option exp is not allowed without a signature; sig is missing.',
      );
    return false;
  }
  if (key === undefined || key === '')
    throw new Problem('bad-signature', 'Signed URLs are not enabled: IMAGE_SIGNING_KEY is not set.');
  const isValid = await crypto.subtle.verify(
    HMAC,
    await hmacKey(key, 'verify'),
    fromBase64Url(sig) ?? new Uint8Array(),
    signedText(path),
  );
  if (!isValid)
    throw new Problem('bad-signature', 'The signature is not valid for these options and this source.');
  if (exp !== undefined && exp * 1000 <= now)
    throw new Problem('bad-signature', 'The signature has expired.');
  return true;
}

/** The parts of the options that the signature covers: all that the parser reads, except `sig` itself. */
function unsignedParts(options: string): string[] {
  return splitOptions(options)
    .filter(({ settings }) => settings.every(([name]) => name !== 'sig'))
    .map(({ text }) => text);
}

function signedText({ options, source }: ImagePath): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(`${unsignedParts(options).join(',')}/${source}`);
}

function hmacKey(key: string, usage: 'sign' | 'verify'): Promise<CryptoKey> {
  return crypto.subtle.importKey('raw', new TextEncoder().encode(key), HMAC, false, [usage]);
}
