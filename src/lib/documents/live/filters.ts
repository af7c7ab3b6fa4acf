import type { Meter } from '../../http/response/server-timing.ts';

/** What a page says about any read. */
export interface ReadOptions<Name extends string = string> {
  /** Collections whose documents refer to the entries: an array under the name of the collection. */
  embed?: readonly Name[];
  /** Relations of the entries: the document that they refer to, under the name of the relation. */
  expand?: readonly string[];
  /** Reads a private collection. Without it, a page can read what everyone may read. */
  private?: boolean;
  /** `Astro.locals.meter`, to count the read in `Server-Timing` of the page. */
  meter?: Meter;
}

/** What `getLiveCollection()` takes. The bounds are those of a list of the API. */
export interface ListFilter<Name extends string = string, Conditions extends object = object>
  extends ReadOptions<Name> {
  /** Conditions, as in `_where`: `{ city: 'Berlin', age: { gte: 18 } }`. */
  filter?: Conditions;
  /** Text that some value of the document must contain, as in `q`. */
  search?: string;
  /** Fields in the order of their weight; `-published` descends. */
  sort?: string | readonly string[];
  /** Entries to skip. */
  start?: number;
  /** The number of entries at most; by default 1,000. */
  limit?: number;
}

/** What `getLiveEntry()` takes instead of an id alone. A singleton needs no id. */
export interface EntryFilter<Name extends string = string> extends ReadOptions<Name> {
  id?: string | number;
}
