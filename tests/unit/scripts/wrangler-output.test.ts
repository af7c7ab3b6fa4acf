import { expect, it } from 'vitest';
import { errorOf, isDatabaseMissing, isDryRun } from '../../../scripts/lib/wrangler-output.ts';

it.each([
  ['--dry-run', true],
  ['--dryRun', true],
  ['--dry-run=true', true],
  ['--dry-run=false', false],
  ['--outdir=dry-run', false],
  ['', false],
])('the argument "%s" makes a deployment a dry run: %s', (arg, expected) => {
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
])('wrangler\'s output "%s" means that the database is missing: %s', (output, expected) => {
  expect(isDatabaseMissing(output)).toBe(expected);
});

it.each([
  [
    '\n⛅️ wrangler 4.151.0\n───────\nResource location: local\n\n\n✘ [ERROR] near "TABEL": syntax error at offset 7: SQLITE_ERROR\n\n\n🪵  Logs were written to "x.log"\n',
    'near "TABEL": syntax error at offset 7: SQLITE_ERROR',
  ],
  ['Killed\n', 'Killed'],
])("the error in wrangler's output %j is %j", (output, expected) => {
  expect(errorOf(output)).toBe(expected);
});
