import { readAtMost } from './bounded-body.ts';
import { Problem } from './problem.ts';

/** Bytes that the body of a write may have. */
const MAX_BYTES = 1024 * 1024;
const PATCH_TYPE = 'application/merge-patch+json';
const FORM_TYPE = 'application/x-www-form-urlencoded';
const UTF_8 = String.raw`\s*(?:;\s*charset\s*=\s*"?utf-8"?\s*)?$`;
/** JSON and its dialects, but not JSON Patch (RFC 6902): a list of operations is no merge patch. */
const IS_JSON = new RegExp(String.raw`^application/(?!json-patch\+)(?:[\w.-]+\+)?json${UTF_8}`, 'i');
const IS_FORM = new RegExp(`^${FORM_TYPE}${UTF_8}`, 'i');

/** The text of a request body, and what it is. */
export interface BodyText {
  format: 'json' | 'form';
  text: string;
}

/**
 * Reads the text of a JSON or form body.
 *
 * @throws Problem 415 for another media type, charset or encoding, 413 for more than 1 MiB, 400 for invalid UTF-8
 */
export async function readBodyText(request: Request): Promise<BodyText> {
  const format = formatOf(request);
  const isTooLarge = Number(request.headers.get('content-length')) > MAX_BYTES;
  const bytes = isTooLarge ? null : await readAtMost(request.body, MAX_BYTES);
  if (bytes === null) throw new Problem('body-too-large', `The body is larger than ${MAX_BYTES} bytes.`);
  try {
    return { format, text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) };
  } catch (cause) {
    throw new Problem('malformed-body', 'The body is not UTF-8.', { cause });
  }
}

function formatOf({ method, headers }: Request): BodyText['format'] {
  const type = headers.get('content-type') ?? '';
  const format = IS_JSON.test(type) ? 'json' : IS_FORM.test(type) ? 'form' : null;
  if (format === null) {
    const given = type === '' ? 'The Content-Type is missing' : `The Content-Type is ${JSON.stringify(type)}`;
    // RFC 5789 section 2.2: a 415 to PATCH names what is accepted.
    const accepted =
      method === 'PATCH' ? { 'accept-patch': `${PATCH_TYPE}, application/json, ${FORM_TYPE}` } : {};
    throw new Problem(
      'unsupported-media-type',
      `${given}; it must be application/json or ${FORM_TYPE}, in UTF-8.`,
      { headers: accepted },
    );
  }
  const encoding = headers.get('content-encoding') ?? 'identity';
  if (encoding !== 'identity') {
    throw new Problem(
      'unsupported-media-type',
      `The Content-Encoding is ${JSON.stringify(encoding)}; only identity is allowed.`,
    );
  }
  return format;
}
