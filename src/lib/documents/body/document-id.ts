import { RESERVED_ID } from '../schema/reserved-names.ts';
import { invalidDocument } from './violations.ts';

/**
 * The greatest number that a client may choose as an id. Automatic ids continue after the greatest id that was ever used.
 * This leaves them 7 * 10^12 numbers up to 2^53 - 1, the greatest that JSON clients read exactly.
 */
export const GREATEST_CHOSEN_ID = 9_000_000_000_000_000;

/** Maximum length of an id, in characters. */
export const MAX_ID_LENGTH = 200;

/** The id of a body; `null` when it is absent, null or empty, so that the next number is used. */
export function idOf(id: unknown): string | number | null {
  return id === undefined || id === null || id === '' ? null : (id as string | number);
}

/** Why a value cannot be an id, or `null`. */
export function idViolation(id: unknown): string | null {
  if (idOf(id) === null) return null;
  if (isReservedNumber(id)) return `An id that is a number must be at most ${GREATEST_CHOSEN_ID}`;
  if (typeof id === 'number' && Number.isSafeInteger(id)) return null;
  if (typeof id !== 'string') return 'An id must be a string or a whole number';
  if (id.length > MAX_ID_LENGTH) return `An id must have at most ${MAX_ID_LENGTH} characters`;
  if (id === RESERVED_ID) return `An id must not be "${RESERVED_ID}", which is the path of a route`;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is refused.
  if (/[\0-\x1f\x7f]/.test(id) || id === '.' || id === '..') {
    return 'An id must not be ".", ".." or contain control characters';
  }
  return null;
}

/** Whether an id is a number that is reserved for automatic ids, also as text: `'1'` is the id 1. */
function isReservedNumber(id: unknown): boolean {
  const number = typeof id === 'string' && /^\d{1,16}$/.test(id) ? Number(id) : id;
  return typeof number === 'number' && Number.isSafeInteger(number) && number > GREATEST_CHOSEN_ID;
}

/**
 * Parses the id in a path: a number if it is written as one, else a string.
 *
 * @throws Problem 422 when it cannot be an id
 */
export function idFromPath(segment: string): string | number {
  const number = Number(segment);
  const id = String(number) === segment && Number.isSafeInteger(number) ? number : segment;
  const message = idViolation(id);
  if (message !== null) throw invalidDocument([{ pointer: '/id', message }]);
  return id;
}
