import { collectionOf, isScope, SCOPE_RULE, type Scope } from '../../../src/lib/auth/scope.ts';
import { newToken, tokenHash } from '../../../src/lib/auth/token.ts';
import { scopesOf, type TokenRow } from '../../../src/lib/auth/token-rows.ts';
import { literal } from '../../../src/lib/documents/tables/definition/identifiers.ts';
import type { Target } from '../target.ts';
import { MIGRATION_ADVICE, query } from './database.ts';

/** A token as the database stores it. Times are milliseconds since 1970. */
export interface ListedToken {
  name: string;
  scopes: Scope[];
  created: number;
  expires: number | null;
  lastUsed: number | null;
}

type ListedRow = TokenRow & { created: number };

/** Milliseconds of each unit of a duration. */
const UNITS_MS: Readonly<Record<string, number>> = { d: 86_400_000, h: 3_600_000, m: 60_000 };

/** @throws Error for a name that a list of tokens cannot show */
export function checkName(name: string): void {
  if (!/^[A-Za-z0-9][\w.-]{0,49}$/.test(name)) {
    throw new Error(
      `The name ${JSON.stringify(name)} is not allowed; allowed: at most 50 letters, digits, _, - and ., beginning with a letter or digit.`,
    );
  }
}

/** @throws Error without a scope, or for one of a collection that does not exist */
export function parseScopes(texts: readonly string[], collections: readonly string[]): Scope[] {
  if (texts.length === 0) throw new Error(`A token needs at least one --scope; allowed: ${SCOPE_RULE}.`);
  return [...new Set(texts)].map((text) => {
    if (!isScope(text)) {
      throw new Error(`--scope ${JSON.stringify(text)} is not allowed; allowed: ${SCOPE_RULE}.`);
    }
    const collection = collectionOf(text);
    if (collection !== '*' && !collections.includes(collection)) {
      throw new Error(
        `--scope ${text} names a collection that src/collections.ts does not declare; allowed: *, ${collections.join(', ')}.`,
      );
    }
    return text;
  });
}

/**
 * The end of a duration such as `90d`, in milliseconds since 1970.
 *
 * @throws Error for anything else
 */
export function parseExpiry(duration: string, now: number): number {
  const [, count, unit = ''] = /^([1-9]\d{0,4})([dhm])$/.exec(duration) ?? [];
  const length = UNITS_MS[unit];
  if (length === undefined) {
    throw new Error(
      `--expires ${JSON.stringify(duration)} is not allowed; allowed: days, hours or minutes, such as 90d, 12h or 30m.`,
    );
  }
  return now + Number(count) * length;
}

/**
 * Stores a new token.
 *
 * @returns the token, which is stored nowhere
 * @throws Error when the name is taken
 */
export async function createToken(
  target: Target,
  { name, scopes, created, expires }: Omit<ListedToken, 'lastUsed'>,
): Promise<string> {
  const token = newToken();
  const values = [
    literal(await tokenHash(token)),
    literal(name),
    literal(JSON.stringify(scopes)),
    created,
    expires ?? 'NULL',
  ];
  const [stored = []] = await queryTokens(
    target,
    `INSERT INTO _tokens (hash, name, scopes, created, expires) VALUES (${values.join(', ')})
    ON CONFLICT (name) DO NOTHING RETURNING name`,
  );
  if (stored.length === 0) {
    throw new Error(`There is a token ${name} already; revoke it first, or choose another name.`);
  }
  return token;
}

/** All tokens, by name. */
export async function listTokens(target: Target): Promise<ListedToken[]> {
  const [rows = []] = await queryTokens<ListedRow>(target, 'SELECT * FROM _tokens ORDER BY name');
  return rows.map(({ name, scopes, created, expires, last_used }) => ({
    name,
    scopes: scopesOf({ scopes }),
    created,
    expires,
    lastUsed: last_used,
  }));
}

/** @throws Error when there is no such token */
export async function revokeToken(target: Target, name: string): Promise<void> {
  const [revoked = []] = await queryTokens(
    target,
    `DELETE FROM _tokens WHERE name = ${literal(name)} RETURNING name`,
  );
  if (revoked.length === 0) throw new Error(`There is no token ${JSON.stringify(name)}.`);
}

async function queryTokens<Row>(target: Target, statement: string): Promise<Row[][]> {
  try {
    return await query<Row>(target, [statement]);
  } catch (error) {
    if (!String(error).includes('no such table: _tokens')) throw error;
    throw new Error(`The database has no table of tokens yet. ${MIGRATION_ADVICE}`);
  }
}
