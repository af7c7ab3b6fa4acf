import { concatBytes } from './bytes.ts';
import { Problem } from './problem.ts';

/** Bytes that the body of a write may have. */
const MAX_BYTES = 1024 * 1024;
const JSON_TYPE = /^application\/([\w.-]+\+)?json\s*(;\s*charset\s*=\s*"?utf-8"?\s*)?$/i;

/**
 * The text of a JSON body.
 *
 * @throws Problem 415 for another media type, charset or encoding, 413 for more than 1 MiB, 400 for what is not UTF-8
 */
export async function readJsonText(request: Request): Promise<string> {
  const type = request.headers.get('content-type');
  if (type === null || !JSON_TYPE.test(type)) {
    const shown = type === null ? 'There is no Content-Type' : `The Content-Type is ${JSON.stringify(type)}`;
    throw new Problem('unsupported-media-type', `${shown}; it must be application/json in UTF-8.`);
  }
  const encoding = request.headers.get('content-encoding') ?? 'identity';
  if (encoding !== 'identity') {
    throw new Problem(
      'unsupported-media-type',
      `The Content-Encoding is ${JSON.stringify(encoding)}; only identity is allowed.`,
    );
  }
  const bytes = await readAtMost(request, MAX_BYTES);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new Problem('malformed-body', 'The body is not UTF-8.', { cause });
  }
}

async function readAtMost(request: Request, maxBytes: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  if (Number(request.headers.get('content-length')) > maxBytes) throw tooLarge(maxBytes);
  // Read to the end even when it is too long: see `drain`.
  for await (const chunk of request.body ?? []) {
    length += chunk.byteLength;
    if (length <= maxBytes) chunks.push(chunk);
  }
  if (length > maxBytes) throw tooLarge(maxBytes);
  return concatBytes(chunks);
}

function tooLarge(maxBytes: number): Problem {
  return new Problem('body-too-large', `The body is larger than ${maxBytes} bytes.`);
}
