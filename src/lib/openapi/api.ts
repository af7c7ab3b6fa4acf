import type { Collection, Collections } from '../documents/schema/collection.ts';

/** What the document is made of. */
export interface Api {
  version: string;
  /** Those that the reader of the document may see. */
  collections: Collections;
  /** The first documents of each collection, for examples; a singleton has one. */
  firstDocuments: Readonly<Record<string, readonly Document[]>>;
  /** The names of the presets of images. */
  presets: readonly string[];
}

export interface Document {
  id?: string | number;
  [field: string]: unknown;
}

/** The first documents of a collection that have an id, so that a response shows them as they are. */
export function examplesOf({ firstDocuments }: Api, { name }: Collection): readonly Document[] {
  return (firstDocuments[name] ?? []).filter(({ id }) => id !== undefined);
}
