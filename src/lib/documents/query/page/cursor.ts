import { byteLength } from '../../../http/bytes.ts';
import { fromBase64Url, textToBase64Url } from '../../../http/digest.ts';
import type { Collection } from '../../schema/collection.ts';
import { isId } from '../field-reference.ts';
import type { Cursor, SortKey, SortValue } from '../list-query.ts';
import { parameterError } from '../parameter-error.ts';
import type { ReadParameter } from './parse-window.ts';

/** The version of the syntax of cursors. Cursors of other versions are refused. */
const FORMAT = 1;
/** Maximum bytes of the values in a cursor, as JSON. The cursor then has at most 350 characters. */
const MAX_VALUES_BYTES = 200;
/** Maximum characters of a parameter that is parsed as a cursor. */
const MAX_CURSOR_LENGTH = 500;

/** The sort keys that determine the order. Ids are unique, so keys after the id have no effect. */
export function keysOfOrder(sort: readonly SortKey[]): readonly SortKey[] {
  const id = sort.findIndex(({ field }) => isId(field));
  return id < 0 ? sort : sort.slice(0, id + 1);
}

/** Characters of a text after which it is too long for a cursor, whatever follows. */
export const LONGEST_VALUE = MAX_VALUES_BYTES + 1;

/** A document in an order. */
interface PlacedDocument {
  seq: number;
  version: number;
  values: readonly SortValue[];
}

/** Returns a function that writes cursors of an order: base64url of `[format, order, seq, values or version]`. */
export function cursorWriter(
  collection: Collection,
  sort: readonly SortKey[],
): (document: PlacedDocument) => string {
  const order = checksumOf(collection, sort);
  return ({ seq, version, values }) => {
    const isLong = byteLength(JSON.stringify(values)) > MAX_VALUES_BYTES;
    const isExact = values.every((value) => typeof value !== 'number' || Number.isFinite(value));
    const json = JSON.stringify([FORMAT, order, seq, isExact && !isLong ? values : version]);
    return textToBase64Url(json);
  };
}

/**
 * Parses `_after` and `_before`.
 *
 * @throws Problem 400 for both, for anything that `cursorWriter` does not write, and for a cursor of another order
 */
export function parseCursor(
  read: ReadParameter,
  sort: readonly SortKey[],
  collection: Collection,
): Cursor | null {
  const after = read('_after');
  const before = read('_before');
  if (after && before) throw parameterError('_after', after, 'it cannot be combined with _before');
  const [name, text] = after ? ['_after', after] : ['_before', before];
  if (!text) return null;
  const parts = partsOf(text);
  const [format, order, seq, place] = parts ?? [];
  if (format !== FORMAT || !isWhole(seq)) throw parameterError(name, text, CURSOR_RULE);
  if (order !== checksumOf(collection, sort)) {
    throw parameterError(
      name,
      text,
      `it belongs to another _sort or collection; start again without ${name}`,
    );
  }
  const direction = after ? 'after' : 'before';
  if (isWhole(place)) return { direction, position: { seq, version: place } };
  if (Array.isArray(place) && place.length === keysOfOrder(sort).length && place.every(isSortValue)) {
    return { direction, position: { seq, values: place } };
  }
  throw parameterError(name, text, CURSOR_RULE);
}

const CURSOR_RULE = 'it must be a cursor from the Link header of this list';

function partsOf(text: string): unknown[] | null {
  const bytes = text.length > MAX_CURSOR_LENGTH ? null : fromBase64Url(text);
  if (bytes === null) return null;
  try {
    const parts: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
    return Array.isArray(parts) && parts.length === 4 ? parts : null;
  } catch {
    return null;
  }
}

function isWhole(value: unknown): value is number {
  return Number.isSafeInteger(value);
}

/** Whether the database can store a value: text must be well-formed and without NUL. */
function isSortValue(value: unknown): value is SortValue {
  if (typeof value === 'string') return value.isWellFormed() && !value.includes('\0');
  return value === null || (typeof value === 'number' && Number.isFinite(value));
}

/** FNV-1a (RFC 9923) of the order that a cursor belongs to, in 32 bits, by UTF-16 code units instead of bytes. */
function checksumOf({ name }: Collection, sort: readonly SortKey[]): number {
  const keys = keysOfOrder(sort).map(
    ({ field, descending }) => (descending ? '-' : '') + field.path.join('.'),
  );
  let hash = 0x811c9dc5;
  const text = JSON.stringify([name, ...keys]);
  for (let i = 0; i < text.length; i++) {
    hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193) >>> 0;
  }
  return hash;
}
