import type { Meter } from '../../http/response/server-timing.ts';

/** The options of every read by a page. */
export interface ReadOptions<Name extends string = string> {
  /** Collections whose documents refer to the entries: an array under the name of the collection. */
  embed?: readonly Name[];
  /** Relations of the entries: the document that they refer to, under the name of the relation. */
  expand?: readonly string[];
  /** Allows the read of a private collection. By default, a page reads only what everyone may read. */
  private?: boolean;
  /** `Astro.locals.meter`, so that `Server-Timing` of the page includes the read. */
  meter?: Meter;
}

/** The filter of `getLiveCollection()`, with the bounds of a list of the API. */
export interface ListFilter<Name extends string = string, Conditions extends object = object>
  extends ReadOptions<Name> {
  /** Conditions, as in `_where`: `{ city: 'Berlin', age: { gte: 18 } }`. */
  filter?: Conditions;
  /** Text that some value of the document must contain, as in `q`. */
  search?: string;
  /** The fields to sort by, most significant first; `-published` is descending. */
  sort?: string | readonly string[];
  /** The number of entries to skip. */
  start?: number;
  /** The maximum number of entries; by default 1,000. */
  limit?: number;
}

/** The filter of `getLiveEntry()`. A singleton needs no id. */
export interface EntryFilter<Name extends string = string> extends ReadOptions<Name> {
  id?: string | number;
}
