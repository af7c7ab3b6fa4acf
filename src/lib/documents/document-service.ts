import type { Caller } from '../auth/caller.ts';
import type { ResponseKind, Shown } from '../cache/policy.ts';
import type { Collections } from './schema/collection.ts';
import type { Database } from './store/d1/database.ts';

/** The dependencies of document routes. The platform creates one per request. */
export interface DocumentService {
  /** The URL of the request. */
  url: URL;
  /** All declared collections, including those that the caller may not read. */
  collections: Collections;
  database: Database;
  /** Returns the sender of the request. The first call verifies the credential. */
  authenticate: () => Promise<Caller>;
  /**
   * Counts an authorised write.
   *
   * @throws Problem 429 above the rate limit of writes
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
