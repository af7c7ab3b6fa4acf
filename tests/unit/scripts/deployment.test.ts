import { expect, it } from 'vitest';
import { isDatabaseMissing, isDryRun } from '../../../scripts/deployment.ts';

it.each([
  ['--dry-run', true],
  ['--dryRun', true],
  ['--dry-run=true', true],
  ['--dry-run=false', false],
  ['--outdir=dry-run', false],
  ['', false],
])('the argument "%s" makes a dry run: %s', (arg, expected) => {
  expect(isDryRun(['--minify', arg])).toBe(expected);
});

// The messages of wrangler 4.
it.each([
  [
    "✘ [ERROR] Couldn't find a D1 DB named 'perigee' (bound as 'DB') in the API. Run 'wrangler d1 create perigee' to create it.",
    true,
  ],
  [
    "✘ [ERROR] Couldn't find an auto-provisioned D1 DB named 'perigee-db' for binding 'DB'. Run 'wrangler deploy' to provision it.",
    true,
  ],
  [
    "✘ [ERROR] In a non-interactive environment, it's necessary to set a CLOUDFLARE_API_TOKEN environment variable for wrangler to work.",
    false,
  ],
  [
    "✘ [ERROR] Unable to resolve Cloudflare's API hostname (api.cloudflare.com or dash.cloudflare.com).",
    false,
  ],
  ["✘ [ERROR] Couldn't find a D1 DB with the name or binding 'DB' in your wrangler.toml file.", false],
])('the output "%s" means that the database is missing: %s', (output, expected) => {
  expect(isDatabaseMissing(output)).toBe(expected);
});
