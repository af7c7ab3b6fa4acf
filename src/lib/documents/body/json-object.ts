import { isObject, pointerTo } from '../../http/json.ts';
import { Problem } from '../../http/problem.ts';
import { nonJsonKind } from '../schema/json-output.ts';
import { invalidDocument } from './violations.ts';

export type JsonObject = Record<string, unknown>;

/** Levels of nesting that a document may have. */
const MAX_DEPTH = 100;

/**
 * Parses the JSON of a request body.
 *
 * @throws Problem 400 for invalid JSON, 422 for anything but an object and for values that cannot be stored exactly
 */
export function parseObject(text: string): JsonObject {
  const value = parseJson(text, 'The body');
  if (!isObject(value)) throw new Problem('invalid-document', 'The body must be a JSON object.');
  checkStorable(value);
  return value;
}

/**
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
 * Refuses what is not JSON, and JSON that the database or JavaScript cannot store exactly. A loop, not recursion: the
 * client chooses the nesting.
 *
 * @throws Problem 422 naming the place
 */
export function checkStorable(root: object): void {
  const pending: { value: unknown; pointer: string; depth: number }[] = [
    { value: root, pointer: '', depth: 1 },
  ];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const { value, pointer, depth } = next;
    const message = whyUnstorable(value, depth);
    if (message !== null) throw invalidDocument([{ pointer, message }]);
    if (typeof value !== 'object' || value === null) continue;
    for (const [key, member] of Object.entries(value)) {
      const place = pointer + pointerTo([key]);
      const keyMessage = key === '__proto__' ? 'This name is not allowed' : whyUnstorable(key, depth);
      if (keyMessage !== null) throw invalidDocument([{ pointer: place, message: keyMessage }]);
      pending.push({ value: member, pointer: place, depth: depth + 1 });
    }
  }
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
