import { Problem } from '../../http/problem.ts';
import type { Collection } from '../schema/collection.ts';

/** A document that a client sent, checked: its id apart, the rest as the JSON text that is stored. */
export interface SentDocument {
  /** `null` when the client leaves it to us. */
  id: string | number | null;
  /** The members of the object without the id, as JSON: `{"name":"Yan"}`. */
  text: string;
}

type JsonObject = Record<string, unknown>;

/** Bytes of a document as it is stored: D1 takes rows of 2,000,000. */
const MAX_BYTES = 1024 * 1024;
const MAX_DEPTH = 100;
const MAX_ID_LENGTH = 200;
/** How many violations one answer tells. */
const MAX_VIOLATIONS = 50;

/**
 * Parses the JSON of a request's body.
 *
 * @throws Problem 400 when it is not JSON, 422 when it is no object or holds what cannot be kept
 */
export function parseObject(text: string): JsonObject {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : '';
    throw new Problem('malformed-body', `The body is not JSON: ${reason}`, { cause });
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new Problem('invalid-document', 'The body must be a JSON object.');
  }
  checkStorable(value);
  return value as JsonObject;
}

/**
 * Checks an object against the collection's schema.
 *
 * @throws Problem 422 with a violation for each part that is wrong, 413 when the document is too large to be stored
 */
export function checkDocument(object: JsonObject, collection: Collection): SentDocument {
  const { id, ...rest } = object;
  const { data, violations } = parseBySchema(rest, collection);
  const idProblem = idViolation(id);
  if (idProblem !== null) violations.unshift({ pointer: '/id', message: idProblem });
  if (violations.length > 0) throw unprocessable(violations);
  const text = JSON.stringify(data);
  // Numbers and patches can make it longer than any body that was sent.
  if (new TextEncoder().encode(text).length > MAX_BYTES) {
    throw new Problem('body-too-large', `The document would be larger than ${MAX_BYTES} bytes.`);
  }
  return { id: isAbsent(id) ? null : (id as string | number), text };
}

function parseBySchema(
  value: JsonObject,
  collection: Collection,
): { data: unknown; violations: Violation[] } {
  try {
    const { data, error } = collection.schema.safeParse(value);
    return { data, violations: error?.issues.flatMap((issue) => violationsOf(issue, collection)) ?? [] };
  } catch (error) {
    // Zod passes its issues as arguments, of which there can be too many.
    if (!(error instanceof RangeError)) throw error;
    return { data: null, violations: [{ pointer: '', message: 'More is wrong with it than can be told' }] };
  }
}

/**
 * The id, if it can be one.
 *
 * @throws Problem 422
 */
export function checkId(id: string | number): string | number {
  const message = idViolation(id);
  if (message !== null) throw unprocessable([{ pointer: '/id', message }]);
  return id;
}

/** One wrong part of a document: where, as a JSON Pointer (RFC 6901), and what about it. */
interface Violation {
  pointer: string;
  message: string;
}

function unprocessable(violations: readonly Violation[]): Problem {
  const told = violations
    .slice(0, MAX_VIOLATIONS)
    .map(({ pointer, message }) => ({ pointer: shortened(pointer), message }));
  const summary = told.map(({ pointer, message }) => `${pointer || 'the document'}: ${message}`).join('; ');
  const more = violations.length > told.length ? `; and ${violations.length - told.length} more` : '';
  const byField = told.map(({ pointer, message }) => [pointer.slice(1).replaceAll('/', '.'), message]);
  return new Problem('invalid-document', `The document is not valid. ${summary}${more}`, {
    extensions: { errors: Object.fromEntries(byField), violations: told },
  });
}

function shortened(text: string): string {
  return text.length > 200 ? `${text.slice(0, 200)}…` : text;
}

type Issue = NonNullable<ReturnType<Collection['schema']['safeParse']>['error']>['issues'][number];

function violationsOf(issue: Issue, collection: Collection): Violation[] {
  const pointer = pointerTo(issue.path);
  if (issue.code !== 'unrecognized_keys') return [{ pointer, message: issue.message }];
  const known = ['id', ...Object.keys(collection.jsonSchema.properties ?? {})];
  const message =
    issue.path.length === 0
      ? `There is no such field; there are ${known.join(', ')}`
      : 'There is no such field';
  return issue.keys.map((key) => ({ pointer: pointer + pointerTo([key]), message }));
}

function pointerTo(path: readonly PropertyKey[]): string {
  return path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

/** No id, null and the empty string ask for one. */
function isAbsent(id: unknown): boolean {
  return id === undefined || id === null || id === '';
}

function idViolation(id: unknown): string | null {
  if (isAbsent(id) || (typeof id === 'number' && Number.isSafeInteger(id))) return null;
  if (typeof id !== 'string') return 'An id is a string or a whole number';
  if (id.length > MAX_ID_LENGTH) return `An id has at most ${MAX_ID_LENGTH} characters`;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is refused.
  if (/[\0-\x1f\x7f]/.test(id) || id === '.' || id === '..') return 'This id could not stand in a URL';
  return null;
}

/**
 * Refuses what JSON can say and the database or JavaScript cannot keep exactly. Iterates: the nesting is the client's.
 *
 * @throws Problem 422 naming the place
 */
function checkStorable(root: object): void {
  const pending: { value: unknown; pointer: string; depth: number }[] = [
    { value: root, pointer: '', depth: 1 },
  ];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const { value, pointer, depth } = next;
    const message = whyUnstorable(value, depth);
    if (message !== null) throw unprocessable([{ pointer, message }]);
    if (typeof value !== 'object' || value === null) continue;
    for (const [key, member] of Object.entries(value)) {
      const place = pointer + pointerTo([key]);
      const keyMessage = key === '__proto__' ? 'This name is not allowed' : whyUnstorable(key, depth);
      if (keyMessage !== null) throw unprocessable([{ pointer: place, message: keyMessage }]);
      pending.push({ value: member, pointer: place, depth: depth + 1 });
    }
  }
}

function whyUnstorable(value: unknown, depth: number): string | null {
  if (depth > MAX_DEPTH) return `Nested deeper than ${MAX_DEPTH}`;
  if (
    typeof value === 'number' &&
    (!Number.isFinite(value) || (Number.isInteger(value) && !Number.isSafeInteger(value)))
  ) {
    return 'This number cannot be kept exactly: send it as a string';
  }
  if (typeof value === 'string' && value.includes('\0')) return 'Text must not hold a NUL character';
  if (typeof value === 'string' && !value.isWellFormed())
    return 'Text must not hold half of a surrogate pair';
  return null;
}
