import { env, waitUntil } from 'cloudflare:workers';
import type { AuthenticationMethods } from '../lib/auth/authenticate.ts';
import { type AccessSettings, accessSettings } from '../lib/auth/cloudflare-access/access-settings.ts';
import { selectToken, type TokenRow, updateLastUsed } from '../lib/auth/token-rows.ts';
import { runBatch } from '../lib/documents/store/d1/database.ts';
import { log } from '../lib/http/log.ts';
import { type Meter, newMeter } from '../lib/http/response/server-timing.ts';
import { requireDatabase, settingsFor } from './environment.ts';

/** What can authenticate a request: `ADMIN_TOKEN`, the tokens of the database, and Cloudflare Access. */
export function authenticationMethods(headers: Headers, meter: Meter): AuthenticationMethods {
  const rootToken = settingsFor(headers).adminToken;
  return { rootToken, tokens: { find, noteUse }, scopesOfAssertion, now: Date.now };

  /** Reads from the primary, because a replica may not have a revocation yet. */
  async function find(hash: string): Promise<TokenRow | null> {
    const d1 = requireDatabase().withSession('first-primary');
    const [{ rows }] = await runBatch<[TokenRow]>({ d1, meter }, [selectToken(hash)]);
    return rows[0] ?? null;
  }
}

function noteUse(hash: string): void {
  const database = { d1: requireDatabase(), meter: newMeter() };
  const written = runBatch<[never]>(database, [updateLastUsed(hash, Date.now())]);
  waitUntil(
    written.catch((error) => log('error', { event: 'use of a token not written', error: String(error) })),
  );
}

const scopesOfAssertion = assertionReader(readAccessSettings());

/** A mistake in the variables turns Cloudflare Access off. */
function readAccessSettings(): AccessSettings | null {
  try {
    return accessSettings(env);
  } catch (error) {
    log('error', { event: 'Cloudflare Access is off', error: String(error) });
    return null;
  }
}

/** Loads the verifier with the first assertion. */
function assertionReader(settings: AccessSettings | null): AuthenticationMethods['scopesOfAssertion'] {
  if (settings === null) return null;
  const verifier = once(async () => {
    const { assertionVerifier } = await import('../lib/auth/cloudflare-access/verify-assertion.ts');
    return assertionVerifier(settings, { fetch: (url, init) => fetch(url, init), now: Date.now });
  });
  return async (assertion) => {
    const verify = await verifier();
    await verify(assertion);
    return settings.scopes;
  };
}

function once<Value>(make: () => Promise<Value>): () => Promise<Value> {
  let made: Promise<Value> | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
