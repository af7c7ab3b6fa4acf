import type { ResponseKind, Shown } from '../cache/policy.ts';
import type { Collections } from './schema/collection.ts';
import type { Database } from './store/database.ts';

/** Everything that serving documents needs from outside. The platform makes one per request. */
export interface DocumentService {
  /** The URL of the request. */
  url: URL;
  collections: Collections;
  database: Database;
  /** @throws Problem 401 without the token */
  authorize: (request: Request) => Promise<void>;
  /** Whether the request has the token. */
  isTrusted: (request: Request) => Promise<boolean>;
  /**
   * Counts a write that is authorised.
   *
   * @throws Problem 429
   */
  countWrite: () => Promise<void>;
  cache: {
    /** Applies a row of the cache policy to the current response. */
    as: (kind: ResponseKind, shown: Shown) => void;
    /** Never rejects. */
    purge: (tags: string[]) => Promise<void>;
  };
  /** Milliseconds since 1970. */
  now: () => number;
}
