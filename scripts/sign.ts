// `npm run sign -- <source> [options] [--expires seconds]` prints the signed path of an image. The key is
// IMAGE_SIGNING_KEY, from the environment or .dev.vars.
import { existsSync } from 'node:fs';
import { loadEnvFile } from 'node:process';
import { parseArgs } from 'node:util';
import { images } from '../src/images.ts';
import { MIN_SECRET_LENGTH } from '../src/lib/auth/secret.ts';
import { readVariables } from '../src/lib/definition/variables.ts';
import { readImageRequest } from '../src/lib/images/serve.ts';
import { sourceLists } from '../src/lib/images/source/allow-list.ts';
import { signedPath } from '../src/lib/images/url/signature.ts';
import { runCommand } from './lib/terminal.ts';

const USAGE = 'Usage: npm run sign -- https://host/photo.jpg [width=400,format=auto] [--expires seconds]';

await runCommand(async () => {
  if (existsSync('.dev.vars')) loadEnvFile('.dev.vars');
  console.log(await sign(readArguments(), readKey()));
}, USAGE);

interface Arguments {
  source: string;
  options: string;
}

function readArguments(): Arguments {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { expires: { type: 'string' } },
  });
  const [source, options = 'format=auto', ...rest] = positionals;
  if (source === undefined || rest.length > 0) throw new Error(USAGE);
  if (values.expires === undefined) return { source, options };
  if (!/^[1-9]\d{0,9}$/.test(values.expires)) {
    throw new Error(`--expires=${values.expires} is not allowed; allowed: a number of seconds, at least 1.`);
  }
  const exp = `exp=${Math.floor(Date.now() / 1000) + Number(values.expires)}`;
  return { source, options: options === '_' ? exp : `${options},${exp}` };
}

function readKey(): string {
  const key = process.env['IMAGE_SIGNING_KEY'] ?? '';
  if (key === '') throw new Error('Set IMAGE_SIGNING_KEY, in the environment or in .dev.vars.');
  if (key.length < MIN_SECRET_LENGTH) {
    throw new Error(
      `IMAGE_SIGNING_KEY has ${key.length} characters; at least ${MIN_SECRET_LENGTH} are required, better 32 random ones.`,
    );
  }
  return key;
}

/**
 * Signs a path, then reads it with the Worker's own code, so that every printed path can be served.
 *
 * @throws Problem that the Worker would respond with
 */
async function sign({ source, options }: Arguments, key: string): Promise<string> {
  const path = await signedPath({ source, options }, key);
  const url = new URL(path, 'https://perigee.invalid');
  await readImageRequest(new Request(url), {
    url,
    config: images,
    lists: sourceLists(images, devOrigins(), null),
    signingKey: key,
    client: '',
    now: Date.now,
  });
  return path;
}

function devOrigins(): readonly string[] {
  const { IMAGE_DEV_ORIGINS } = process.env;
  return readVariables({ IMAGE_DEV_ORIGINS }, false).settings.devOrigins;
}
