import { unstable_readConfig } from 'wrangler';
import type { Rate } from '../../../src/lib/http/rate-limit.ts';

interface RateLimitBinding {
  name: string;
  simple: Rate;
}

/** The numbers of `[[ratelimits]]` in `wrangler.toml` by the names of their bindings. The binding does not expose them. */
export function readRates(): Record<string, Rate> {
  const { ratelimits } = unstable_readConfig(
    { config: 'wrangler.toml', env: process.env['CLOUDFLARE_ENV'] },
    { hideWarnings: true },
  );
  return Object.fromEntries(
    (ratelimits ?? []).map(({ name, simple: { limit, period } }: RateLimitBinding) => [
      name,
      { limit, period },
    ]),
  );
}
