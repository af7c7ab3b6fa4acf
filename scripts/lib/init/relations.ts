import pluralize from 'pluralize';
import { NAME_PATTERN } from '../../../src/lib/documents/schema/name-pattern.ts';
import { usableFields } from './field-names.ts';
import { keyStem } from './foreign-key.ts';
import type { ObservedCollection } from './observed-collection.ts';
import { isScalar, type Shape } from './shape.ts';

/** A foreign key, and the collection that its values are ids of. */
export interface FoundRelation {
  /** The member that `_expand` adds. */
  as: string;
  collection: string;
  key: string;
  /** Whether the name of the key says it already: `userId` refers to `users`. */
  isConventional: boolean;
}

/** A collection of the file, with the name of one of its documents. */
interface NamedCollection {
  name: string;
  singular: string;
  ids: ReadonlySet<string>;
}

/** The least share of the values of a key that are ids of its collection. Keys of deleted documents may remain. */
const MIN_MATCHES = 0.9;

/** Names of keys that refer to a person, and of collections of persons. */
const PERSON =
  /(author|owner|creator|editor|assignee|reviewer|sender|recipient|manager|member|seller|buyer)$/i;
const PERSONS: readonly string[] = ['users', 'people', 'persons', 'members', 'accounts', 'profiles'];

/** The fields that the build treats as foreign keys because of their names alone: `userId` where there are `users`. */
export function conventionalKeys(shape: Shape, all: readonly Pick<NamedCollection, 'singular'>[]): string[] {
  const names = usableFields(shape).map(([name]) => name);
  return names.filter((name) => all.some(({ singular }) => name === `${singular}Id`));
}

/** The relations of a collection: those that the name of a key declares, and those that the values of a key prove. */
export function relationsOf(
  collection: ObservedCollection,
  all: readonly NamedCollection[],
): FoundRelation[] {
  const fields = usableFields(collection.shape);
  const keys = fields.filter(([, shape]) => isScalar(shape) && shape.booleans === 0).map(([name]) => name);
  const names = new Set(fields.map(([name]) => name));
  const conventional = conventionalKeys(collection.shape, all);
  const found: FoundRelation[] = [];
  const add = (relation: FoundRelation) => {
    const isTaken = found.some(({ as, key }) => as === relation.as || isTwin(key, relation.key));
    if (!isTaken) found.push(relation);
  };
  for (const key of keys) {
    const target = all.find(({ singular }) => key === `${singular}Id`);
    if (target) add({ as: target.singular, collection: target.name, key, isConventional: true });
  }
  for (const key of keys) {
    const stem = keyStem(key);
    const values = collection.keyValues.get(key) ?? new Set();
    const target = stem === null ? undefined : targetOf(stem, values, collection.name, all);
    if (stem === null || target === undefined) continue;
    if (conventional.some((other) => other !== key && isTwin(other, key))) continue;
    const as = [stem, target.singular].find((name) => NAME_PATTERN.test(name) && !names.has(name));
    if (as !== undefined) add({ as, collection: target.name, key, isConventional: false });
  }
  return found;
}

/** The collection that a key refers to, by the name of the key or because its values match no other collection. */
function targetOf(
  stem: string,
  values: ReadonlySet<string>,
  own: string,
  all: readonly NamedCollection[],
): NamedCollection | undefined {
  const matching = all.filter(({ ids }) => isProven(values, ids));
  const word = fold(stem);
  return (
    matching.find(({ name, singular }) => [fold(name), fold(singular)].includes(word)) ??
    matching.find(({ singular }) => word.endsWith(fold(singular))) ??
    (word === 'parent' ? matching.find(({ name }) => name === own) : undefined) ??
    (PERSON.test(stem)
      ? matching.find(({ name }) => PERSONS.includes(pluralize.plural(name.toLowerCase())))
      : undefined) ??
    onlyOne(matching, values)
  );
}

/** Numbers are ids of most collections, so they prove nothing. */
function onlyOne(
  matching: readonly NamedCollection[],
  values: ReadonlySet<string>,
): NamedCollection | undefined {
  const areDistinctive = [...values].every((value) => !/^\d{1,9}$/.test(value));
  return areDistinctive && matching.length === 1 ? matching[0] : undefined;
}

function isProven(values: ReadonlySet<string>, ids: ReadonlySet<string>): boolean {
  const matches = [...values].filter((value) => ids.has(value)).length;
  return matches > 0 && matches >= values.size * MIN_MATCHES;
}

function fold(name: string): string {
  return name.replaceAll(/[_-]/g, '').toLowerCase();
}

function isTwin(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}
