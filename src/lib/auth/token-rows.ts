import sql, { type Sql } from 'sql-template-tag';
import { isScope, type Scope } from './scope.ts';

/** A row of `_tokens`. Times are milliseconds since 1970. */
export interface TokenRow {
  name: string;
  /** A JSON array. */
  scopes: string;
  expires: number | null;
  last_used: number | null;
}

/** `last_used` is written at most once in this time, in milliseconds. */
const USE_INTERVAL_MS = 60_000;

/** The row of a token: one row, because the hash is the key of the table. */
export function selectToken(hash: string): Sql {
  return sql`SELECT name, scopes, expires, last_used FROM _tokens WHERE hash = ${hash}`;
}

/** What a row allows. A text that is no scope allows nothing. */
export function scopesOf({ scopes }: Pick<TokenRow, 'scopes'>): Scope[] {
  const stored: unknown = JSON.parse(scopes);
  return Array.isArray(stored) ? stored.filter(isScope) : [];
}

export function isExpired({ expires }: Pick<TokenRow, 'expires'>, now: number): boolean {
  return expires !== null && expires <= now;
}

/** Whether the use of a token is to be written. */
export function isUseDue({ last_used }: Pick<TokenRow, 'last_used'>, now: number): boolean {
  return last_used === null || last_used <= now - USE_INTERVAL_MS;
}

/** Writes the use of a token, unless another request has done so. */
export function updateLastUsed(hash: string, now: number): Sql {
  return sql`UPDATE _tokens SET last_used = ${now}
    WHERE hash = ${hash} AND (last_used IS NULL OR last_used <= ${now - USE_INTERVAL_MS})`;
}
