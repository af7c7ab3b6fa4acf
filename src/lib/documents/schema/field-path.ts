/**
 * The path to a field of a document, outermost name first, as in `address.city` or `tags.0`. Only `parseFieldPath`
 * makes one, so a path is safe inside SQL text.
 */
export type FieldPath = readonly string[] & { readonly __checked: unique symbol };

const NAME = /^[\p{L}\p{N}_$@][\p{L}\p{N}_$@-]*$/u;
const MAX_NAMES = 8;
/** Characters of a path. */
const MAX_LENGTH = 200;
/** Each number in a path doubles the number of its readings; see `pathReadings`. */
const MAX_NUMBERS = 2;

/** The syntax of a path, for error messages. */
export const FIELD_PATH_RULE =
  `at most ${MAX_NAMES} names of letters, digits, _, $, @ and -, joined by dots: ` +
  `at most ${MAX_LENGTH} characters, and at most ${MAX_NUMBERS} numbers`;

/** Parses names that are joined by dots; `null` for text that breaks `FIELD_PATH_RULE`. */
export function parseFieldPath(text: string): FieldPath | null {
  const names = text.split('.');
  const isValid =
    text.length <= MAX_LENGTH &&
    names.length <= MAX_NAMES &&
    names.every((name) => NAME.test(name)) &&
    names.filter(isArrayIndex).length <= MAX_NUMBERS;
  return isValid ? (names as unknown as FieldPath) : null;
}

/** Whether two paths name the same field. */
export function isSamePath(one: FieldPath, other: FieldPath | undefined): boolean {
  return one.join('.') === other?.join('.');
}

/**
 * The SQLite JSON paths that a field path can mean, as SQL literals: a number is a member of an object or an index of
 * an array.
 */
export function pathReadings(path: FieldPath): string[] {
  let readings = ['$'];
  for (const name of path) {
    readings = readings.flatMap((before) =>
      isArrayIndex(name) ? [`${before}[${Number(name)}]`, `${before}."${name}"`] : [`${before}."${name}"`],
    );
  }
  return readings.map((reading) => `'${reading}'`);
}

function isArrayIndex(name: string): boolean {
  return /^(0|[1-9]\d{0,8})$/.test(name);
}

/** The value of a field; `undefined` when it is absent. An array has no fields. */
export function valueAt(document: object, path: FieldPath): unknown {
  let value: unknown = document;
  for (const name of path) {
    if (typeof value !== 'object' || value === null || Array.isArray(value) || !Object.hasOwn(value, name)) {
      return undefined;
    }
    value = (value as Record<string, unknown>)[name];
  }
  return value;
}
