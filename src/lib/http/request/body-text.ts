import { Problem } from '../problem/problem.ts';
import { readAtMost } from './bounded-body.ts';

/** The most bytes of the body of a write of one document. */
export const MAX_BODY_BYTES = 1024 * 1024;
/** RFC 7396 section 4. */
export const PATCH_TYPE = 'application/merge-patch+json';
const UTF_8 = String.raw`\s*(?:;\s*charset\s*=\s*"?utf-8"?\s*)?$`;

/** The formats of a body: the media type for messages, and the pattern of the accepted types. */
const FORMATS = {
  // JSON and its dialects, but not JSON Patch (RFC 6902): a list of operations is not a merge patch.
  json: { type: 'application/json', pattern: String.raw`application/(?!json-patch\+)(?:[\w.-]+\+)?json` },
  form: { type: 'application/x-www-form-urlencoded', pattern: 'application/x-www-form-urlencoded' },
  // One JSON text per line (https://github.com/ndjson/ndjson-spec).
  ndjson: { type: 'application/x-ndjson', pattern: 'application/(?:x-)?ndjson' },
} as const;

type BodyFormat = keyof typeof FORMATS;

/** The text of a request body, and what it is. */
interface BodyText<Format extends BodyFormat = BodyFormat> {
  format: Format;
  text: string;
}

/** What a route accepts as a body. */
export interface AcceptedBody<Format extends BodyFormat> {
  formats: readonly Format[];
  maxBytes: number;
}

/** The body of a write of one document. */
export const ONE_DOCUMENT: AcceptedBody<'json' | 'form'> = {
  formats: ['json', 'form'],
  maxBytes: MAX_BODY_BYTES,
};

/**
 * Reads the text of a body in one of the accepted formats.
 *
 * @throws Problem 415 for another media type, charset or encoding, 413 for more bytes, 400 for invalid UTF-8
 */
export async function readBodyText<Format extends BodyFormat>(
  request: Request,
  { formats, maxBytes }: AcceptedBody<Format>,
): Promise<BodyText<Format>> {
  const format = formatOf(request, formats);
  const isTooLarge = Number(request.headers.get('content-length')) > maxBytes;
  const bytes = isTooLarge ? null : await readAtMost(request.body, maxBytes);
  if (bytes === null) throw new Problem('body-too-large', `The body is larger than ${maxBytes} bytes.`);
  try {
    return { format, text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) };
  } catch (cause) {
    throw new Problem('malformed-body', 'The body is not UTF-8.', { cause });
  }
}

function formatOf<Format extends BodyFormat>(
  { method, headers }: Request,
  formats: readonly Format[],
): Format {
  const type = headers.get('content-type') ?? '';
  const format = formats.find((name) => new RegExp(`^${FORMATS[name].pattern}${UTF_8}`, 'i').test(type));
  if (format === undefined) throw unsupportedType(method, type, formats);
  const encoding = headers.get('content-encoding') ?? 'identity';
  if (encoding !== 'identity') {
    throw new Problem(
      'unsupported-media-type',
      `The Content-Encoding is ${JSON.stringify(encoding)}; only identity is allowed.`,
    );
  }
  return format;
}

function unsupportedType(method: string, type: string, formats: readonly BodyFormat[]): Problem {
  const given = type === '' ? 'The Content-Type is missing' : `The Content-Type is ${JSON.stringify(type)}`;
  const allowed = formats.map((name) => FORMATS[name].type);
  const listed = [allowed.slice(0, -1).join(', '), allowed.at(-1)].filter(Boolean).join(' or ');
  // RFC 5789 section 2.2: a 415 to PATCH names what is accepted.
  const headers: Record<string, string> =
    method === 'PATCH' ? { 'accept-patch': [PATCH_TYPE, ...allowed].join(', ') } : {};
  return new Problem('unsupported-media-type', `${given}; it must be ${listed}, in UTF-8.`, { headers });
}
