import type { CollectionEntry } from '../../lib/documents/collection-entry.ts';
import type { FieldSchema } from './form/field-schema.ts';

/** A field of a collection, as the overview shows it. */
export interface OverviewField {
  name: string;
  isIndexed: boolean;
  /** The collection whose ids it has. */
  refersTo: string | null;
}

/** The fields that a schema names. Indexes and references are known once the entry is. */
export function overviewFields(schema: FieldSchema, entry?: CollectionEntry): OverviewField[] {
  const indexed = new Set(entry?.indexes.flat());
  return Object.keys(schema.properties ?? {}).map((name) => ({
    name,
    isIndexed: indexed.has(name),
    refersTo: entry?.relations.parents.find(({ field }) => field === name)?.collection ?? null,
  }));
}

/** What the caller may do with a collection, in one or two sentences. */
export function permissionText({ actions, singleton }: CollectionEntry): string {
  const all = singleton ? ['create', 'update'] : ['create', 'update', 'delete'];
  const granted = all.filter((action) => actions.some((one) => one === action));
  const refused = all.filter((action) => !granted.includes(action));
  const may = `You may ${listOf(['read', ...granted], 'and')}.`;
  return refused.length === 0 ? may : `${may} A token is needed to ${listOf(refused, 'or')}.`;
}

function listOf(words: readonly string[], last: string): string {
  const [end = '', ...others] = words.toReversed();
  return others.length === 0 ? end : `${others.reverse().join(', ')} ${last} ${end}`;
}
