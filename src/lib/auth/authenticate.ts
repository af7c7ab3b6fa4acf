import { Problem } from '../http/problem/problem.ts';
import { bearerOf, isToken } from './bearer.ts';
import { ANONYMOUS, type Caller } from './caller.ts';
import { tokenInvalid } from './challenge.ts';
import { EVERYTHING, type Scope } from './scope.ts';
import { isTokenForm, tokenHash } from './token.ts';
import { isExpired, isUseDue, scopesOf, type TokenRow } from './token-rows.ts';

/** What can authenticate the sender of a request. */
export interface AuthenticationMethods {
  /** The token that may do everything; absent or empty when there is none. */
  rootToken: string | undefined;
  tokens: {
    /** Reads the row of a hash at the primary; `null` when there is none. */
    find: (hash: string) => Promise<TokenRow | null>;
    /** Records the use of a token in the background. Never throws. */
    noteUse: (hash: string) => void;
  };
  /**
   * Verifies an assertion of Cloudflare Access and returns the scopes of its person; `null` when Access is not set up.
   *
   * @throws Problem 401 or 503
   */
  scopesOfAssertion: ((assertion: string) => Promise<readonly Scope[]>) | null;
  /** Milliseconds since 1970. */
  now: () => number;
}

/** https://developers.cloudflare.com/cloudflare-one/access-controls/applications/http-apps/authorization-cookie/validating-json/ */
const ASSERTION_HEADER = 'cf-access-jwt-assertion';

/** What a request shows of its sender: its bearer token, else the assertion of Cloudflare Access, or `null`. */
export function credentialOf(headers: Headers): string | null {
  return bearerOf(headers) ?? headers.get(ASSERTION_HEADER);
}

/**
 * Finds out who sent a request: by its bearer token, or without one by the assertion of Cloudflare Access. Never throws a
 * Problem: the caller has it as `refusal`.
 */
export async function authenticate(headers: Headers, methods: AuthenticationMethods): Promise<Caller> {
  const token = bearerOf(headers);
  if (token !== null) return holderOf(token, methods);
  const assertion = headers.get(ASSERTION_HEADER);
  const { scopesOfAssertion } = methods;
  if (assertion === null || scopesOfAssertion === null) return ANONYMOUS;
  return callerOrRefusal('anonymous', async () => ({
    kind: 'person',
    scopes: await scopesOfAssertion(assertion),
    refusal: null,
  }));
}

async function holderOf(token: string, { rootToken, tokens, now }: AuthenticationMethods): Promise<Caller> {
  if (await isToken(token, rootToken)) return { kind: 'root', scopes: EVERYTHING, refusal: null };
  if (!isTokenForm(token)) return { ...ANONYMOUS, refusal: tokenInvalid('The token is not valid.') };
  return callerOrRefusal('unknown', async () => {
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

/** Returns the caller, or one without rights when the credential is refused or cannot be checked. */
async function callerOrRefusal(kind: 'anonymous' | 'unknown', check: () => Promise<Caller>): Promise<Caller> {
  try {
    return await check();
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return { ...ANONYMOUS, kind, refusal: error };
  }
}
