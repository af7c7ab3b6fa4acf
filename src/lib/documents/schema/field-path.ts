/**
 * The path to a field of a document: the names from the outermost in, as in `address.city` or `tags.0`. Only what
 * `parseFieldPath` accepts exists, so a path may stand in SQL as it is.
 */
export type FieldPath = readonly string[] & { readonly __checked: unique symbol };

const NAME = /^[\p{L}\p{N}_$@][\p{L}\p{N}_$@-]*$/u;
const MAX_NAMES = 8;
const MAX_LENGTH = 200;
/** Each number in a path doubles its readings, see `pathReadings`. */
const MAX_NUMBERS = 2;

/** What a path may look like, for error messages. */
export const FIELD_PATH_RULE = 'names of letters, digits, _, $, @ and -, joined by dots';

export function parseFieldPath(text: string): FieldPath | null {
  const names = text.split('.');
  const isSound =
    text.length <= MAX_LENGTH &&
    names.length <= MAX_NAMES &&
    names.every((name) => NAME.test(name)) &&
    names.filter(isIndex).length <= MAX_NUMBERS;
  return isSound ? (names as unknown as FieldPath) : null;
}

/**
 * The SQLite JSON paths that a field path can mean, as SQL literals: a number is a name in an object and a place in
 * an array.
 */
export function pathReadings(path: FieldPath): string[] {
  let readings = ['$'];
  for (const name of path) {
    readings = readings.flatMap((before) =>
      isIndex(name) ? [`${before}[${Number(name)}]`, `${before}."${name}"`] : [`${before}."${name}"`],
    );
  }
  return readings.map((reading) => `'${reading}'`);
}

function isIndex(name: string): boolean {
  return /^(0|[1-9]\d{0,8})$/.test(name);
}
