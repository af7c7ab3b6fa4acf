import { Problem } from '../../../http/problem/problem.ts';

/** What an error of D1 says: https://developers.cloudflare.com/d1/observability/debug-d1/ */
type Failure =
  /**
   * The tables do not fit the definitions. The last two patterns mean that no trigger maintained a counter: an automatic
   * id exists already, or the number of documents would be negative.
   */
  | 'outdated'
  /** Nothing was executed: the database was not reached, or did not start. */
  | 'unreached'
  /** Nothing was executed: the queue is full, or another call has the lock. An immediate retry would add to the load. */
  | 'overloaded'
  /** Nothing was executed: there is no space left. */
  | 'full'
  /** The call took too much time or memory. */
  | 'exhausted'
  /** The connection or the database ended, before or after the statements. */
  | 'lost'
  /** The statement is wrong, which is a bug of the store. */
  | 'statement'
  /** Something else failed inside D1. */
  | 'unknown';

/** The first pattern that matches decides. */
const FAILURES: readonly (readonly [Failure, RegExp])[] = [
  [
    'outdated',
    /no such (table|column|index)|has no column named|unable to use function MATCH|NOT NULL constraint failed: \S+\.(version|id)\b|a document with this id exists|CHECK constraint failed: documents/i,
  ],
  ['unreached', /Cannot resolve D1 DB|while starting up D1 DB/i],
  ['overloaded', /overloaded|SQLITE_(BUSY|LOCKED)/i],
  ['full', /exceeded maximum DB size|maximum account storage|SQLITE_FULL/i],
  ['exhausted', /exceeded timeout|exceeded its (memory|CPU time) limit|SQLITE_(NOMEM|INTERRUPT)/i],
  [
    'lost',
    /Network connection lost|reset because its code was updated|caused object to be reset|client disconnected/i,
  ],
  ['unknown', /SQLITE_(IOERR|CORRUPT|CANTOPEN)/],
  ['statement', /SQLITE_|D1_TYPE_ERROR|D1_COLUMN_NOTFOUND|Wrong number of parameter bindings/],
];

/** Whether a call may be sent again at once. A write must not have been executed. */
export function mayRepeat(error: unknown, isRead: boolean): boolean {
  const failure = failureOf(error);
  return failure === 'unreached' || (failure === 'lost' && isRead);
}

/** The error to throw for an error of D1: a Problem, or the same error for a bug of the store. */
export function publicError(cause: unknown, isRead: boolean): unknown {
  switch (failureOf(cause)) {
    case 'statement':
      return cause;
    case 'outdated':
      return notPrepared(cause);
    case 'unreached':
    case 'overloaded':
      return busy(cause);
    case 'full':
      return failed(cause);
    case 'exhausted':
    case 'lost':
      return isRead ? busy(cause) : unconfirmed(cause);
    case 'unknown':
      return isRead ? failed(cause) : unconfirmed(cause);
  }
}

/** 503 for a database whose tables do not fit the definitions. */
export function notPrepared(cause?: unknown): Problem {
  return new Problem(
    'database-unavailable',
    'The database is not prepared for this version; run `npm run sync`.',
    { cause },
  );
}

/** 503 for an overloaded database, and for a read that takes too long. */
export function busy(cause: unknown): Problem {
  return new Problem('database-busy', 'The database is busy; try again.', {
    cause,
    headers: { 'retry-after': '1' },
  });
}

/** 503 for a write that may have been executed. */
export function unconfirmed(cause: unknown): Problem {
  return new Problem(
    'write-unconfirmed',
    'The database did not confirm the write, which may have been executed; read the document before you repeat the request.',
    { cause, headers: { 'retry-after': '1' } },
  );
}

function failed(cause: unknown): Problem {
  return new Problem('database-unavailable', 'The database failed; try again later.', {
    cause,
    headers: { 'retry-after': '10' },
  });
}

function failureOf(error: unknown): Failure {
  if (error instanceof TypeError) return 'statement';
  const message = error instanceof Error ? error.message : String(error);
  return FAILURES.find(([, pattern]) => pattern.test(message))?.[0] ?? 'unknown';
}
