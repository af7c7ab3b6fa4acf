import type { Scope } from '../../../src/lib/auth/scope.ts';
import { newToken, tokenHash } from '../../../src/lib/auth/token.ts';

interface StoredToken {
  name: string;
  scopes: readonly Scope[];
  /** Milliseconds since 1970. */
  expires?: number | null;
}

/** Stores a token in the database of a Worker, as `npm run token` does, and returns it. */
export async function storeToken(
  db: D1Database,
  { name, scopes, expires = null }: StoredToken,
): Promise<string> {
  const token = newToken();
  await db
    .prepare('INSERT INTO _tokens (hash, name, scopes, created, expires) VALUES (?1, ?2, ?3, ?4, ?5)')
    .bind(await tokenHash(token), name, JSON.stringify(scopes), Date.now(), expires)
    .run();
  return token;
}
