import { NO_DOCUMENTS } from '../import/read/entry.ts';
import { nameProblem, singularsOf } from './collection-names.ts';
import { unnamedFields, usableFields } from './field-names.ts';
import { indexFields } from './index-fields.ts';
import type { Observed, ObservedCollection } from './observed-collection.ts';
import { conventionalKeys, type FoundRelation, relationsOf } from './relations.ts';
import type { Shape } from './shape.ts';

/** A collection as `src/collections.ts` will define it. */
export interface CollectionPlan {
  name: string;
  isSingleton: boolean;
  documents: number;
  fields: ReadonlyMap<string, Shape>;
  /** Fields that the schema cannot name. */
  unnamed: readonly string[];
  indexes: readonly string[];
  /** `null` where the default is allowed. */
  singular: string | null;
  relations: readonly FoundRelation[];
}

export interface Plan {
  collections: readonly CollectionPlan[];
  /** Names in the file that are not collections, and why. */
  leftOut: readonly { name: string; reason: string }[];
}

/** Decides from the facts about a file which collections are served, and how. */
export function planOf({ collections, values }: Observed): Plan {
  const leftOut = values
    .filter((name) => name !== '$schema')
    .map((name) => ({ name, reason: `${NO_DOCUMENTS}.` }));
  const served: ObservedCollection[] = [];
  for (const collection of collections.values()) {
    const names = served.map(({ name }) => name);
    const reason = reasonToLeaveOut(collection) ?? nameProblem(collection.name, names);
    if (reason === null) served.push(collection);
    else leftOut.push({ name: collection.name, reason });
  }
  // No relation is named after a singleton.
  const lists = served.filter(({ isSingleton }) => !isSingleton);
  const singulars = singularsOf(lists.map(({ name }) => name));
  const named = lists.map(({ name, ids }) => ({
    name,
    ids,
    singular: singulars.get(name)?.singular ?? name,
  }));
  return {
    leftOut,
    collections: served.map((collection) => {
      const { name, isSingleton, documents, shape } = collection;
      const relations = relationsOf(collection, named);
      const keys = [...relations.map(({ key }) => key), ...conventionalKeys(shape, named)];
      const { singular = name, isDefault = true } = singulars.get(name) ?? {};
      return {
        name,
        isSingleton,
        documents,
        fields: new Map(usableFields(shape)),
        unnamed: unnamedFields(shape),
        indexes: isSingleton ? [] : indexFields(shape, keys),
        singular: isDefault ? null : singular,
        relations,
      };
    }),
  };
}

function reasonToLeaveOut({ documents, others, isSingleton, ids }: ObservedCollection): string | null {
  if (isSingleton) {
    return ids.size > 0 ? 'It is one object with an id. Put it into a list, or remove the id.' : null;
  }
  return documents === 0 && others > 0 ? 'Its items are not objects; a document must be an object.' : null;
}
