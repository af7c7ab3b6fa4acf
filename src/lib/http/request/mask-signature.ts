import { decodeByte, MAX_DECODINGS, PERCENT_ENCODED } from './percent-encoding.ts';

const SIGNATURE = /(?<![a-z0-9])sig[=_].*/is;

/**
 * Removes the signature from a path, so that the log cannot be used to request the image. It also finds spellings that
 * the parser refuses, such as `sig%3D` or `%73ig=`, because a proxy may have rewritten a valid one.
 */
export function maskSignature(path: string): string {
  if (!/\/image\//i.test(decodeRepeatedly(path))) return path;
  return path.replace(/[^,&/]+/g, (part) => {
    const decoded = decodeRepeatedly(part);
    return SIGNATURE.test(decoded) ? decoded.replace(SIGNATURE, 'sig=…') : part;
  });
}

function decodeRepeatedly(text: string): string {
  let decoded = text;
  for (let times = 0; times < MAX_DECODINGS && decoded.includes('%'); times++) {
    decoded = decoded.replace(PERCENT_ENCODED, decodeByte);
  }
  return decoded;
}
