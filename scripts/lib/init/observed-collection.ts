import { isObject } from '../../../src/lib/http/json.ts';
import type { Entry } from '../import/read/entry.ts';
import { keyStem } from './foreign-key.ts';
import { newShape, observe, type Shape } from './shape.ts';

/** The facts about one collection of a file. */
export interface ObservedCollection {
  name: string;
  /** Documents that are objects. */
  documents: number;
  /** Values that are not objects. */
  others: number;
  shape: Shape;
  /** Whether it is one object, and not a list. */
  isSingleton: boolean;
  /** The ids as text, as json-server compares them. */
  ids: Set<string>;
  /** The different values of each field that is named like a foreign key, as text. */
  keyValues: Map<string, Set<string>>;
}

/** The facts about a file. */
export interface Observed {
  collections: Map<string, ObservedCollection>;
  /** The names of top-level members that are neither lists nor objects. */
  values: string[];
}

/** The most different values of a foreign key that are compared with ids. */
const MAX_KEY_VALUES = 10_000;

/** Reads all entries of a file. */
export async function observeAll(entries: AsyncIterable<Entry>): Promise<Observed> {
  const observed: Observed = { collections: new Map(), values: [] };
  for await (const entry of entries) {
    if (entry.kind === 'collection') collectionOf(observed, entry.name);
    if (entry.kind === 'value') observed.values.push(entry.name);
    if (entry.kind === 'singleton') {
      const collection = collectionOf(observed, entry.name);
      collection.isSingleton = true;
      observeDocument(collection, entry.value);
    }
    if (entry.kind === 'document') observeDocument(collectionOf(observed, entry.collection), entry.value);
  }
  return observed;
}

function collectionOf({ collections }: Observed, name: string): ObservedCollection {
  const found = collections.get(name) ?? {
    name,
    documents: 0,
    others: 0,
    shape: newShape(),
    isSingleton: false,
    ids: new Set(),
    keyValues: new Map(),
  };
  collections.set(name, found);
  return found;
}

function observeDocument(collection: ObservedCollection, value: unknown): void {
  if (!isObject(value)) {
    collection.others += 1;
    return;
  }
  const { id, ...members } = value;
  collection.documents += 1;
  if (id !== undefined && id !== null) collection.ids.add(String(id));
  observe(collection.shape, members);
  for (const [name, member] of Object.entries(members)) {
    if (keyStem(name) !== null) observeKey(collection.keyValues, name, member);
  }
}

function observeKey(keyValues: Map<string, Set<string>>, name: string, value: unknown): void {
  if (typeof value !== 'string' && typeof value !== 'number') return;
  const values = keyValues.get(name) ?? new Set();
  keyValues.set(name, values);
  if (value !== '' && values.size < MAX_KEY_VALUES) values.add(String(value));
}
