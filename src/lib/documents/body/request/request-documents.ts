import { byteLength } from '../../../http/bytes.ts';
import { Problem } from '../../../http/problem/problem.ts';
import { type AcceptedBody, ONE_DOCUMENT, readBodyText } from '../../../http/request/body-text.ts';
import { MAX_DOCUMENTS, MAX_DOCUMENTS_BYTES } from '../../limits.ts';
import type { Collection, Collections } from '../../schema/collection.ts';
import { type JsonObject, parseJson } from '../json-object.ts';
import { parseDocument } from './request-object.ts';

const ONE_OR_MANY: AcceptedBody<'json' | 'form' | 'ndjson'> = {
  formats: ['json', 'form', 'ndjson'],
  maxBytes: MAX_DOCUMENTS_BYTES,
};

/** The body of a creation: one document, or the values of a list, which are not checked yet. */
type SentDocuments = { object: JsonObject; text: string } | { values: unknown[]; text: string };

/**
 * Reads one document as JSON or a form, or many as a JSON array or as NDJSON (https://github.com/ndjson/ndjson-spec).
 *
 * @returns also the text of the body, which begins with `ndjson` for NDJSON, so that no two formats have equal texts
 * @throws Problem 400, 413, 415 or 422
 */
export async function readDocuments(
  request: Request,
  collection: Collection,
  collections: Collections,
): Promise<SentDocuments> {
  const { format, text } = await readBodyText(request, ONE_OR_MANY);
  if (format === 'ndjson') return { values: parseLines(text), text: `ndjson\n${text}` };
  if (format === 'json' && /^\s*\[/.test(text)) return { values: parseArray(text), text };
  if (byteLength(text) > ONE_DOCUMENT.maxBytes) {
    throw new Problem('body-too-large', `The body is larger than ${ONE_DOCUMENT.maxBytes} bytes.`);
  }
  return { object: parseDocument(format, text, collection, collections), text };
}

function parseArray(text: string): unknown[] {
  const values = parseJson(text, 'The body') as unknown[];
  checkCount(values.length);
  return values;
}

/** Empty lines are skipped, such as the last line of a file. */
function parseLines(text: string): unknown[] {
  const lines = text
    .split('\n')
    .map((line, i) => ({ line: line.trim(), what: `Line ${i + 1} of the body` }))
    .filter(({ line }) => line !== '');
  checkCount(lines.length);
  return lines.map(({ line, what }) => parseJson(line, what));
}

function checkCount(count: number): void {
  if (count === 0) {
    throw new Problem('invalid-document', 'The body has no documents; send at least one.');
  }
  if (count > MAX_DOCUMENTS) {
    throw new Problem(
      'body-too-large',
      `The body has ${count} documents; at most ${MAX_DOCUMENTS} are allowed.`,
    );
  }
}
