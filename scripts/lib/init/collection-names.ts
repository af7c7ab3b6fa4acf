import { z } from 'astro/zod';
import pluralize from 'pluralize';
import { defineCollections } from '../../../src/lib/documents/schema/collection.ts';
import { NAME_PATTERN } from '../../../src/lib/documents/schema/name-pattern.ts';
import { caseInsensitiveKey } from '../../../src/lib/documents/schema/unique-names.ts';

/** Why the build refuses a name of a collection, by its own check, or `null`. */
function problemOfName(name: string): string | null {
  try {
    defineCollections({ [name]: { schema: z.looseObject({}), singular: 'document' } });
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** Why a collection cannot have a name after the names before it, or `null`. */
export function nameProblem(name: string, before: readonly string[]): string | null {
  const twin = before.find((other) => caseInsensitiveKey(other) === caseInsensitiveKey(name));
  return twin === undefined
    ? problemOfName(name)
    : `The name differs from ${twin} only in case, and the database has one table for both.`;
}

/** The name of one document of each collection. `isDefault` is whether the collection has it without `singular`. */
export function singularsOf(names: readonly string[]): Map<string, { singular: string; isDefault: boolean }> {
  // The foreign keys that are named after them have columns, whose names SQLite compares case-insensitively.
  const taken = new Set<string>();
  const singulars = new Map<string, { singular: string; isDefault: boolean }>();
  // A plural takes precedence for its singular: `users` before `user`.
  const isOwnSingular = (name: string) => Number(pluralize.singular(name) === name);
  for (const name of names.toSorted((one, other) => isOwnSingular(one) - isOwnSingular(other))) {
    const natural = pluralize.singular(name);
    const isDefault = NAME_PATTERN.test(natural) && !taken.has(caseInsensitiveKey(natural));
    const singular = isDefault ? natural : freeName(`${name.slice(0, 40)}Item`, taken);
    taken.add(caseInsensitiveKey(singular));
    singulars.set(name, { singular, isDefault });
  }
  return singulars;
}

function freeName(name: string, taken: ReadonlySet<string>): string {
  let free = name;
  for (let i = 2; taken.has(caseInsensitiveKey(free)); i += 1) free = `${name}${i}`;
  return free;
}
