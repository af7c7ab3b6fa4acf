import type { Collection, Collections } from '../documents/schema/collection.ts';
import type { Example } from './openapi-types.ts';

/** What is served: the input of the OpenAPI document. */
export interface Api {
  version: string;
  /** The collections that the reader of the document may read. */
  collections: Collections;
  /** The first documents of each collection, for examples; a singleton has one. */
  firstDocuments: Readonly<Record<string, readonly Document[]>>;
  /** The paths of the pages for people, such as `/console`. */
  pages: readonly string[];
  /** The names of the presets of images. */
  presets: readonly string[];
}

export interface Document {
  id?: string | number;
  [field: string]: unknown;
}

/** The first documents of a collection that have an id. Responses contain them unchanged. */
export function examplesOf(api: Api, collection: Collection): readonly Document[] {
  return documentsOf(api, collection).filter(({ id }) => id !== undefined);
}

/** The body of a `POST` or `PUT`: the first document without its id. */
export function newExample(api: Api, collection: Collection): Example | null {
  const [first] = firstOf(api, collection);
  if (first === undefined) return null;
  const { id: _, ...value } = first;
  return { summary: 'A document', value };
}

/** The body of a `PATCH`: one member of the first document. */
export function patchExample(api: Api, collection: Collection): Example | null {
  const [first] = firstOf(api, collection);
  const { id: _, ...fields } = first ?? {};
  const [member] = Object.entries(fields);
  return member === undefined ? null : { summary: 'A patch', value: Object.fromEntries([member]) };
}

/** The first documents that can be examples. A singleton has one document, without an id. */
function firstOf(api: Api, collection: Collection): readonly Document[] {
  return collection.isSingleton ? documentsOf(api, collection) : examplesOf(api, collection);
}

/** The first documents of a collection. Its name may be one that every object inherits, such as `toString`. */
function documentsOf({ firstDocuments }: Api, { name }: Collection): readonly Document[] {
  return Object.hasOwn(firstDocuments, name) ? (firstDocuments[name] ?? []) : [];
}
