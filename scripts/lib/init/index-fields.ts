import { usableFields } from './field-names.ts';
import { keyStem } from './foreign-key.ts';
import { isScalar, type Shape } from './shape.ts';

/** Each index costs one more row per write. */
const MAX_INDEXES = 4;

/** The kinds of fields that lists are filtered or sorted by, the most useful first. */
const KINDS: readonly ((name: string, shape: Shape) => boolean)[] = [
  (name) => keyStem(name) !== null,
  (name) => /^(email|username|login|slug|code|sku|isbn|key|uuid|handle)$/i.test(name),
  (name, { texts }) => (texts.count > 0 && texts.formats.length > 0) || /(_at|At|_?[dD]ate)$/.test(name),
  (name) => /^(name|title|label)$|(^|_)(name|title)$|(Name|Title)$/i.test(name),
];

/**
 * The fields to index, at most four: unresolved keys, natural keys, dates, names and titles.
 *
 * @param keys the foreign keys, which have an index anyway
 */
export function indexFields(shape: Shape, keys: readonly string[]): string[] {
  // SQLite compares the names of columns case-insensitively.
  const taken = new Set(keys.map((key) => key.toLowerCase()));
  const fields = usableFields(shape).filter(([name, field]) => isScalar(field) && !/^\d/.test(name));
  const found: string[] = [];
  for (const isKind of KINDS) {
    for (const [name, field] of fields) {
      if (found.length >= MAX_INDEXES || taken.has(name.toLowerCase()) || !isKind(name, field)) continue;
      taken.add(name.toLowerCase());
      found.push(name);
    }
  }
  return found;
}
