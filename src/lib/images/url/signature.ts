import { fromBase64Url, toBase64Url } from '../../http/digest.ts';
import { Problem } from '../../http/problem.ts';
import { type ImagePath, splitImagePath } from './image-path.ts';
import type { Options } from './options.ts';

const ANY_ORIGIN = 'https://perigee.invalid';
const HMAC = { name: 'HMAC', hash: 'SHA-256' };

/**
 * The path of a picture with the signature that allows it, `/image/{options},sig=…/{source}`. The signature covers
 * options and source as they are written, an `exp` among them.
 */
export async function signedPath(path: ImagePath, key: string): Promise<string> {
  // As a request will have it: the parser of URLs encodes spaces and resolves dots.
  const { options, source } = splitImagePath(new URL(`/image/${path.options}/${path.source}`, ANY_ORIGIN));
  const signature = await crypto.subtle.sign(
    HMAC,
    await hmacKey(key, 'sign'),
    signedText({ options, source }),
  );
  return `/image/${options},sig=${toBase64Url(new Uint8Array(signature))}/${source}`;
}

/**
 * Whether a request is signed.
 *
 * @param now milliseconds since 1970
 * @throws Problem 403 when it is signed wrongly or no longer, 400 when it would end without being signed
 */
export async function isSigned(
  path: ImagePath,
  { sig, exp }: Pick<Options, 'sig' | 'exp'>,
  key: string | undefined,
  now: number,
): Promise<boolean> {
  if (sig === undefined) {
    if (exp !== undefined)
      throw new Problem('bad-image-option', 'The option exp needs a signature; sig is missing.');
    return false;
  }
  if (key === undefined || key === '')
    throw new Problem('bad-signature', 'Signed URLs are not enabled: IMAGE_SIGNING_KEY is not set.');
  const isValid = await crypto.subtle.verify(
    HMAC,
    await hmacKey(key, 'verify'),
    fromBase64Url(sig) ?? new Uint8Array(),
    signedText({ ...path, options: withoutSignature(path.options) }),
  );
  if (!isValid)
    throw new Problem('bad-signature', 'The signature is not valid for these options and this source.');
  if (exp !== undefined && exp * 1000 <= now)
    throw new Problem('bad-signature', 'The signature has expired.');
  return true;
}

function withoutSignature(options: string): string {
  return options
    .split(',')
    .filter((part) => !/^sig[=_]/.test(part))
    .join(',');
}

function signedText({ options, source }: ImagePath): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(`${options}/${source}`);
}

function hmacKey(key: string, usage: 'sign' | 'verify'): Promise<CryptoKey> {
  return crypto.subtle.importKey('raw', new TextEncoder().encode(key), HMAC, false, [usage]);
}

/** A path for the log: who reads it must not be able to ask for the picture. */
export function maskSignature(path: string): string {
  return path.startsWith('/image/') ? path.replace(/\bsig(=|_|%3d)[^,&/]*/gi, 'sig=…') : path;
}
