import type { FieldReference } from '../schema/field-reference.ts';
import type { Relations } from '../schema/related-collections.ts';
import { type Condition, isEverything } from './filter/condition.ts';

/** The checked query of a list: `parseListQuery` returns it, the store executes it. */
export interface ListQuery extends Selection {
  /** The condition on each document, besides `search`. */
  where: Condition;
  /** Text that some value of the document must contain, case-insensitively. */
  search: string | null;
  sort: readonly SortKey[];
  /** With a cursor, only the length of the window counts. Its numbers are for links. */
  window: Window;
  /** Where the window begins; `null` for the position that its numbers name. */
  cursor: Cursor | null;
  /** Counts all matches, or none; `null`: as many as the bounds of the collection allow. */
  total: 'exact' | 'none' | null;
  /** The size of a page whose response is json-server 1's object around it; `null` for an array. */
  perPage: number | null;
  /** Fields of the conditions and the order that the schema allows but does not declare. */
  undeclared: readonly string[];
}

/** Whether a list has every document of its collection. */
export function isUnfiltered({ where, search }: Pick<ListQuery, 'where' | 'search'>): boolean {
  return isEverything(where) && search === null;
}

/** The parts of each document that the response contains. */
export interface Selection {
  relations: Relations;
  /** The document's own fields; `null` for all. */
  fields: readonly string[] | null;
}

export interface SortKey {
  field: FieldReference;
  descending: boolean;
}

/** A value that lists are sorted by, as SQLite has it: booleans are 0 and 1, arrays and objects are JSON text. */
export type SortValue = string | number | null;

/**
 * A document's position in an order: its `seq`, with its values of the sort keys. Long values are read from the document,
 * if it still has this version.
 */
type Position = { seq: number } & ({ values: readonly SortValue[] } | { version: number });

/** The documents after a position, or those before it. */
export interface Cursor {
  direction: 'after' | 'before';
  position: Position;
}

/** A part of the list: the bounds of `Array.slice`, where negative ones count from the end, or a page from 1. */
export type Window = SliceWindow | PageWindow;

export interface SliceWindow {
  kind: 'slice';
  start: number;
  end: number;
}

export interface PageWindow {
  kind: 'page';
  /** `null` with a cursor that came without a number. */
  page: number | null;
  limit: number;
}
