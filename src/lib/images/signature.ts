import { Problem } from '../http/problem.ts';
import type { ImagePath } from './image-path.ts';
import type { Options } from './options.ts';

const HMAC = { name: 'HMAC', hash: 'SHA-256' };

/**
 * The path of a picture with the signature that allows it, `/image/{options},sig=…/{source}`. The signature covers
 * options and source as they are written, an `exp` among them.
 */
export async function signedPath({ options, source }: ImagePath, key: string): Promise<string> {
  const signature = await crypto.subtle.sign(
    HMAC,
    await hmacKey(key, 'sign'),
    signedText({ options, source }),
  );
  const sig = new Uint8Array(signature).toBase64({ alphabet: 'base64url', omitPadding: true });
  return `/image/${options},sig=${sig}/${source}`;
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
      throw new Problem(400, 'The option exp says when a signature ends; sig is missing.');
    return false;
  }
  if (key === undefined || key === '') throw new Problem(403, 'Signed URLs are not in use here.');
  const isValid = await crypto.subtle.verify(
    HMAC,
    await hmacKey(key, 'verify'),
    bytesOf(sig),
    signedText({ ...path, options: withoutSignature(path.options) }),
  );
  if (!isValid) throw new Problem(403, 'The signature is not valid for these options and this source.');
  if (exp !== undefined && exp * 1000 <= now) throw new Problem(403, 'The signature has expired.');
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

/** No bytes when they are not base64url: no signature is that short. */
function bytesOf(signature: string): Uint8Array<ArrayBuffer> {
  try {
    return Uint8Array.fromBase64(signature, { alphabet: 'base64url' });
  } catch {
    return new Uint8Array();
  }
}

function hmacKey(key: string, usage: 'sign' | 'verify'): Promise<CryptoKey> {
  return crypto.subtle.importKey('raw', new TextEncoder().encode(key), HMAC, false, [usage]);
}
