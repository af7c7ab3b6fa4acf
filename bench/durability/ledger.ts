/** A picture whose creation was acknowledged. */
export interface Entry {
  id: number;
  title: string;
  /** The values of `year` and `userId` that the database may have: the acknowledged one, and those of lost responses. */
  values: number[];
  /** The entity tag of the last acknowledged write. */
  etag: string | null;
  /** `maybe`: the response of a DELETE was lost. */
  isDeleted: 'no' | 'maybe' | 'yes';
}

/** A POST whose response was lost. */
export interface LostPost {
  titles: string[];
  key: string;
  body: object;
}

/** What one writer knows about its documents. No two writers change the same document. */
export interface Ledger {
  entries: Entry[];
  lost: LostPost[];
  /** The number of acknowledged writes. */
  acknowledged: number;
  /** Statuses that no write may have. */
  unexpected: string[];
}

export function newLedger(): Ledger {
  return { entries: [], lost: [], acknowledged: 0, unexpected: [] };
}
