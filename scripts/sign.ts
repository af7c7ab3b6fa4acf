// `npm run sign -- <source> [options] [--expires seconds]`: prints the signed path of a picture. The key is
// IMAGE_SIGNING_KEY, of the environment or of .dev.vars.
import { existsSync } from 'node:fs';
import { loadEnvFile } from 'node:process';
import { parseArgs } from 'node:util';
import { parseOptions } from '../src/lib/images/url/option-grammar.ts';
import { signedPath } from '../src/lib/images/url/signature.ts';

if (existsSync('.dev.vars')) loadEnvFile('.dev.vars');
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { expires: { type: 'string' } },
});
const [source, given = 'format=auto'] = positionals;
const key = process.env['IMAGE_SIGNING_KEY'];
const seconds = Number(values.expires ?? 0);

if (source === undefined || !Number.isInteger(seconds) || seconds < 0) {
  fail('Usage: npm run sign -- https://host/picture.jpg [width=400,format=auto] [--expires seconds]');
}
if (key === undefined || key === '') fail('Set IMAGE_SIGNING_KEY, in the environment or in .dev.vars.');

const options = seconds === 0 ? given : `${given},exp=${Math.floor(Date.now() / 1000) + seconds}`;
parseOptions(options);
console.log(await signedPath({ options, source }, key));

function fail(message: string): never {
  console.error(message);
  process.exit(1);
}
