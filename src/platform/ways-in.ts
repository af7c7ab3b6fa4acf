import { env, waitUntil } from 'cloudflare:workers';
import type { WaysIn } from '../lib/auth/authenticate.ts';
import { type AccessSettings, accessSettings } from '../lib/auth/cloudflare-access/settings.ts';
import { selectToken, type TokenRow, updateLastUsed } from '../lib/auth/token-rows.ts';
import { runBatch } from '../lib/documents/store/d1/database.ts';
import { log } from '../lib/http/log.ts';
import { type Meter, newMeter } from '../lib/http/response/server-timing.ts';
import { requireDatabase, settingsFor } from './environment.ts';

/** How a request can show who sent it: `ADMIN_TOKEN`, the tokens of the database, and Cloudflare Access. */
export function waysIn(headers: Headers, meter: Meter): WaysIn {
  return { rootToken: settingsFor(headers).adminToken, tokens: { find, noteUse }, people, now: Date.now };

  /** A replica may not know of a revocation yet, so the primary answers. */
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

const people = peopleOf(settingsOf());

/** Mistakes close this way in. */
function settingsOf(): AccessSettings | null {
  try {
    return accessSettings(env);
  } catch (error) {
    log('error', { event: 'Cloudflare Access is off', error: String(error) });
    return null;
  }
}

/** Loads the check of assertions with the first one. */
function peopleOf(settings: AccessSettings | null): WaysIn['people'] {
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
