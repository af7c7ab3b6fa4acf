import { Problem } from '../http/problem/problem.ts';
import { bearerOf, isToken } from './bearer.ts';
import { ANONYMOUS, type Caller } from './caller.ts';
import { tokenInvalid } from './challenge.ts';
import { EVERYTHING, type Scope } from './scope.ts';
import { isTokenForm, tokenHash } from './token.ts';
import { isExpired, isUseDue, scopesOf, type TokenRow } from './token-rows.ts';

/** How a request can show who sent it. */
export interface WaysIn {
  /** The one token that may do everything; without it, or when it is empty, there is none. */
  rootToken: string | undefined;
  tokens: {
    /** The row of a hash, read at the primary. */
    find: (hash: string) => Promise<TokenRow | null>;
    /** Writes that a token was used. Never rejects, and is not awaited. */
    noteUse: (hash: string) => void;
  };
  /** Checks an assertion of Cloudflare Access and returns the scopes of its person; `null` when it is not set up. */
  people: ((assertion: string) => Promise<readonly Scope[]>) | null;
  /** Milliseconds since 1970. */
  now: () => number;
}

/** https://developers.cloudflare.com/cloudflare-one/access-controls/applications/http-apps/authorization-cookie/validating-json/ */
const ASSERTION_HEADER = 'cf-access-jwt-assertion';

/** What a request shows of its sender: its bearer token, else the assertion of Cloudflare Access, or `null`. */
export function credentialOf(headers: Headers): string | null {
  return bearerOf(headers) ?? headers.get(ASSERTION_HEADER);
}

/** Who sent a request. A bearer token decides alone; without one, the assertion of Cloudflare Access does. */
export async function authenticate(headers: Headers, ways: WaysIn): Promise<Caller> {
  const token = bearerOf(headers);
  if (token !== null) return callerWith(token, ways);
  const assertion = headers.get(ASSERTION_HEADER);
  if (assertion === null || ways.people === null) return ANONYMOUS;
  const { people } = ways;
  return orRefused('anonymous', async () => ({
    kind: 'person',
    scopes: await people(assertion),
    refusal: null,
  }));
}

async function callerWith(token: string, { rootToken, tokens, now }: WaysIn): Promise<Caller> {
  if (await isToken(token, rootToken)) return { kind: 'root', scopes: EVERYTHING, refusal: null };
  if (!isTokenForm(token)) return { ...ANONYMOUS, refusal: tokenInvalid('The token is not valid.') };
  return orRefused('unknown', async () => {
    const hash = await tokenHash(token);
    const row = await tokens.find(hash);
    if (row === null) throw tokenInvalid('The token is not valid.');
    if (isExpired(row, now())) {
      throw tokenInvalid('The token has expired.', { description: 'The token has expired' });
    }
    if (isUseDue(row, now())) tokens.noteUse(hash);
    return { kind: 'token', scopes: scopesOf(row), refusal: null };
  });
}

/** A caller, or one without rights whose credential was refused, or could not be checked. */
async function orRefused(kind: 'anonymous' | 'unknown', check: () => Promise<Caller>): Promise<Caller> {
  try {
    return await check();
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return { ...ANONYMOUS, kind, refusal: error };
  }
}
