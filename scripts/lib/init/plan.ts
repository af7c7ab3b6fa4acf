import { nameProblem, singularsOf } from './collection-names.ts';
import { unnamedFields, usableFields } from './field-names.ts';
import { indexFields } from './index-fields.ts';
import type { Observed, ObservedCollection } from './observed-collection.ts';
import { type FoundRelation, relationsOf } from './relations.ts';
import type { Shape } from './shape.ts';

/** A collection as `src/collections.ts` is to define it. */
export interface CollectionPlan {
  name: string;
  documents: number;
  fields: ReadonlyMap<string, Shape>;
  /** Fields that the schema cannot name. */
  unnamed: readonly string[];
  indexes: readonly string[];
  /** Set where the default would be refused. */
  singular: string | null;
  relations: readonly FoundRelation[];
}

export interface Plan {
  collections: readonly CollectionPlan[];
  /** Names of the file that are no collections, and why. */
  leftOut: readonly { name: string; reason: string }[];
}

/** Why a member that is no list is left out. */
const NO_LIST = {
  object: 'It is one object, and a collection is a list. Put it into a list: [{ "id": 1, … }].',
  value: 'It is no list of documents.',
} as const;

/** Decides what is served, and how, from what a file has shown. */
export function planOf({ collections, members }: Observed): Plan {
  const leftOut = members
    .filter(({ name }) => name !== '$schema')
    .map(({ name, type }) => ({ name, reason: NO_LIST[type] as string }));
  const served: ObservedCollection[] = [];
  for (const collection of collections.values()) {
    const names = served.map(({ name }) => name);
    const reason = reasonToLeaveOut(collection) ?? nameProblem(collection.name, names);
    if (reason === null) served.push(collection);
    else leftOut.push({ name: collection.name, reason });
  }
  const singulars = singularsOf(served.map(({ name }) => name));
  const named = served.map(({ name, ids }) => ({
    name,
    ids,
    singular: singulars.get(name)?.singular ?? name,
  }));
  return {
    leftOut,
    collections: served.map((collection) => {
      const { name, documents, shape } = collection;
      const relations = relationsOf(collection, named);
      const { singular = name, isDefault = true } = singulars.get(name) ?? {};
      return {
        name,
        documents,
        fields: new Map(usableFields(shape)),
        unnamed: unnamedFields(shape),
        indexes: indexFields(shape, relations),
        singular: isDefault ? null : singular,
        relations,
      };
    }),
  };
}

function reasonToLeaveOut({ documents, others }: ObservedCollection): string | null {
  return documents === 0 && others > 0 ? 'Its items are no objects, and a document is one.' : null;
}
