import sql, { type Sql } from 'sql-template-tag';
import { isScope, type Scope } from './scope.ts';

/** A row of `_tokens`. Times are milliseconds since 1970. */
export interface TokenRow {
  name: string;
  /** A JSON array. */
  scopes: string;
  /** `null`: never. */
  expires: number | null;
  last_used: number | null;
}

/** `last_used` is written at most once per interval. */
const USE_INTERVAL_MS = 60_000;

/** Selects the row of a token. It reads one row, because the hash is the key of the table. */
export function selectToken(hash: string): Sql {
  return sql`SELECT name, scopes, expires, last_used FROM _tokens WHERE hash = ${hash}`;
}

/** The scopes of a row. Text that is not a scope is ignored. */
export function scopesOf({ scopes }: Pick<TokenRow, 'scopes'>): Scope[] {
  const stored: unknown = JSON.parse(scopes);
  return Array.isArray(stored) ? stored.filter(isScope) : [];
}

export function isExpired({ expires }: Pick<TokenRow, 'expires'>, now: number): boolean {
  return expires !== null && expires <= now;
}

/** Whether the use of a token must be recorded. */
export function isUseDue({ last_used }: Pick<TokenRow, 'last_used'>, now: number): boolean {
  return last_used === null || last_used <= now - USE_INTERVAL_MS;
}

/** Records the use of a token, unless another request has recorded it within the interval. */
export function updateLastUsed(hash: string, now: number): Sql {
  return sql`UPDATE _tokens SET last_used = ${now}
    WHERE hash = ${hash} AND (last_used IS NULL OR last_used <= ${now - USE_INTERVAL_MS})`;
}
