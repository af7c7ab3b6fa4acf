import { cache, env } from 'cloudflare:workers';
import { type Mistake, readVariables, type Settings } from '../lib/definition/variables.ts';
import { log } from '../lib/http/log.ts';
import { Problem } from '../lib/http/problem/problem.ts';
import { RATE_LIMIT_KINDS, type RateLimitName } from '../lib/http/rate-limit.ts';

/** Every binding may be absent: the owner may have removed it from `wrangler.toml`. */
export const bindings: Readonly<Partial<Env>> = env;

const REQUIRED = ['DB', 'IMAGES', 'ASSETS', 'CF_VERSION_METADATA'] as const;

const RATE_LIMITERS = Object.keys(RATE_LIMIT_KINDS) as RateLimitName[];

const known: { production?: Settings; development?: Settings } = {};

/**
 * Returns the settings for a request. The first request of an isolate logs the variables that have no effect and the
 * bindings that are missing.
 *
 * @param headers of the request; `null` for a purge of images, which has none
 */
export function settingsFor(headers: Headers | null): Settings {
  const name = isOnCloudflare(headers) ? 'production' : 'development';
  known[name] ??= readEnvironment(name === 'production');
  return known[name];
}

/**
 * Whether a request comes from Cloudflare's network. Only that network has Workers Cache and adds `CF-Ray`. A client of a
 * deployed Worker cannot remove either. A client of a local Worker that sends `CF-Ray` only turns settings of development
 * off.
 */
function isOnCloudflare(headers: Headers | null): boolean {
  return hasWorkersCache() || (headers?.has('cf-ray') ?? false);
}

/** Whether Vite's development server responds to a request. A build for development may have been deployed. */
export function isDevelopmentServer(headers: Headers): boolean {
  return import.meta.env.DEV && !isOnCloudflare(headers);
}

/**
 * Whether Workers Cache is in front of this entrypoint. Call it while a request is served: `cache` has its methods only
 * then (https://github.com/cloudflare/workerd/blob/main/src/workerd/api/workers-module.c%2B%2B), and never in the local
 * runtime (https://github.com/cloudflare/workers-sdk/issues/15183).
 */
export function hasWorkersCache(): boolean {
  return typeof (cache as Partial<CacheContext> | undefined)?.purge === 'function';
}

/** @throws Problem 503 when the binding of images or static files is absent */
export function requireBinding<Name extends 'IMAGES' | 'ASSETS'>(name: Name): NonNullable<Env[Name]> {
  const binding = bindings[name];
  if (binding) return binding;
  throw new Problem('not-configured', 'This deployment has no binding for images or static files.');
}

/** @throws Problem 503 when the database is not bound */
export function requireDatabase(): D1Database {
  if (bindings.DB) return bindings.DB;
  throw new Problem('database-unavailable', 'This deployment has no database.');
}

function readEnvironment(isProduction: boolean): Settings {
  const { settings, mistakes } = readVariables(env, isProduction);
  for (const mistake of [...mistakes, ...missingBindings(settings)]) {
    log('error', { event: 'configuration', ...mistake });
  }
  // A development server has no cache, so that every change shows at once. Each reload would count everything again.
  return isProduction || !import.meta.env.DEV
    ? settings
    : { ...settings, hasLocalCache: false, hasRateLimits: false };
}

function missingBindings({ hasRateLimits }: Settings): Mistake[] {
  const names = [...REQUIRED, ...(hasRateLimits ? RATE_LIMITERS : [])];
  return names
    .filter((name) => bindings[name] === undefined)
    .map((variable) => ({
      variable,
      reason: 'is not bound; compare wrangler.toml with that of the template',
    }));
}
