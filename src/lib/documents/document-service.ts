import type { Caller } from '../auth/caller.ts';
import type { ResponseKind, Shown } from '../cache/policy.ts';
import type { Collections } from './schema/collection.ts';
import type { Database } from './store/d1/database.ts';

/** Everything that serving documents needs from outside. The platform makes one per request. */
export interface DocumentService {
  /** The URL of the request. */
  url: URL;
  /** All that are declared, also those that the caller may not see. */
  collections: Collections;
  database: Database;
  /** Who sent the request. Its credential is checked with the first call. */
  authenticate: () => Promise<Caller>;
  /**
   * Counts a write that is authorised.
   *
   * @throws Problem 429
   */
  countWrite: (caller: Caller) => Promise<void>;
  cache: {
    /** Applies a row of the cache policy to the current response. */
    as: (kind: ResponseKind, shown: Shown) => void;
    /** Never rejects. */
    purge: (tags: string[]) => Promise<void>;
  };
  /** Milliseconds since 1970. */
  now: () => number;
}
