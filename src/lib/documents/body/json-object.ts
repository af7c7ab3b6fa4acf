import { isObject, pointerTo } from '../../http/json.ts';
import { Problem } from '../../http/problem/problem.ts';
import { nonJsonKind } from '../schema/json-schema/json-output.ts';
import { invalidDocument } from './violations.ts';

export type JsonObject = Record<string, unknown>;

/** Maximum levels of nesting in a document. */
const MAX_DEPTH = 100;

/** Maximum members and items of a document, at all depths together: each costs CPU to check. */
const MAX_VALUES = 100_000;

/**
 * Parses the JSON of a request body.
 *
 * @throws Problem 400 for invalid JSON, 422 for anything but an object and for values that cannot be stored exactly, 413
 * for too many values
 */
export function parseObject(text: string): JsonObject {
  const value = parseJson(text, 'The body');
  if (!isObject(value)) throw new Problem('invalid-document', 'The body must be a JSON object.');
  checkStorable(value);
  return value;
}

/**
 * Parses JSON.
 *
 * @param what names the text in the message
 * @throws Problem 400
 */
export function parseJson(text: string, what: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : '';
    throw new Problem('malformed-body', `${what} is not JSON: ${reason}`, { cause });
  }
}

/**
 * Refuses what is not JSON, JSON that the database or JavaScript cannot store exactly, and too many values.
 *
 * @throws Problem 422 naming the place, 413 for too many values
 */
export function checkStorable(root: object): void {
  const found = unstorableIn(root, 1, { count: 0 });
  if (found === null) return;
  const { path, message } = found;
  throw invalidDocument([{ pointer: pointerTo(path.reverse()), message }]);
}

/** Why a value cannot be stored, and its path, innermost name first. */
interface Unstorable {
  path: string[];
  message: string;
}

/** The recursion ends at `MAX_DEPTH`. Only a refused value gets a path: a body can have 4 million values. */
function unstorableIn(value: unknown, depth: number, seen: { count: number }): Unstorable | null {
  if (seen.count++ > MAX_VALUES) throw tooManyValues();
  const message = whyUnstorable(value, depth);
  if (message !== null) return { path: [], message };
  if (typeof value !== 'object' || value === null) return null;
  for (const name of Object.keys(value)) {
    const nameMessage = name === '__proto__' ? 'This name is not allowed' : whyUnstorable(name, depth);
    if (nameMessage !== null) return { path: [name], message: nameMessage };
    const found = unstorableIn((value as JsonObject)[name], depth + 1, seen);
    if (found !== null) return { ...found, path: [...found.path, name] };
  }
  return null;
}

function tooManyValues(): Problem {
  return new Problem(
    'body-too-large',
    `The document has too many values; at most ${MAX_VALUES} members and items are allowed, including nested ones.`,
  );
}

function whyUnstorable(value: unknown, depth: number): string | null {
  if (depth > MAX_DEPTH) return `Nesting is deeper than ${MAX_DEPTH} levels`;
  if (typeof value === 'number' && !isExact(value)) {
    return 'This number cannot be stored exactly; send it as a string';
  }
  if (typeof value !== 'string') {
    const kind = nonJsonKind(value);
    return kind === null ? null : `The schema turns this into ${kind}, which is not JSON`;
  }
  if (value.includes('\0')) return 'Text must not contain a NUL character';
  return value.isWellFormed() ? null : 'Text must not contain an unpaired surrogate';
}

function isExact(value: number): boolean {
  return Number.isFinite(value) && (!Number.isInteger(value) || Number.isSafeInteger(value));
}
