// `npm start`: builds, prepares the local database and serves the Worker. All arguments go to `wrangler dev`.
import { setTimeout as sleep } from 'node:timers/promises';
import { takeOptions, textOf } from './lib/arguments.ts';
import { buildQuietly } from './lib/build/quiet-build.ts';
import { localToken, prepareState } from './lib/database/local-state.ts';
import { portOf } from './lib/port.ts';
import { follow, start } from './lib/run.ts';
import { TARGET_OPTIONS, targetOf, workerArguments } from './lib/target.ts';
import { runCommand, step } from './lib/terminal.ts';

/** Time between two attempts to reach the server, in milliseconds. */
const POLL_MS = 100;

/** Options of `wrangler dev` that apply if the arguments do not set them. `warn` hides its banner and tables. */
const DEFAULTS = { port: '8787', 'log-level': 'warn' };

await runCommand(async () => {
  // `wrangler dev` has a `--remote` of its own.
  const { remote: _, ...ownOptions } = TARGET_OPTIONS;
  const taken = takeOptions(process.argv.slice(2), {
    ...ownOptions,
    port: { type: 'string' },
    'log-level': { type: 'string', alias: 'logLevel' },
  });
  const target = targetOf(taken);
  const port = textOf(taken, 'port') ?? DEFAULTS.port;
  const args = [
    `--port=${port}`,
    `--log-level=${textOf(taken, 'log-level') ?? DEFAULTS['log-level']}`,
    ...(target.persistTo === undefined ? [] : ['--persist-to', target.persistTo]),
    // The build contains the settings of the configuration file, so wrangler must not read that file.
    ...workerArguments({ env: target.env, config: undefined }),
    ...taken.rest,
  ];
  const origin = `http://localhost:${portOf(port)}`;
  if (await isServing(origin))
    throw new Error(`${origin} is in use. Stop that server, or set another port with --port.`);
  await step('Build', () => buildQuietly(target));
  await prepareState(target);
  const ended = follow(start('wrangler', ['dev', ...args]));
  await Promise.race([ended, greet(origin)]);
  await ended;
});

/** Prints the addresses as soon as the server responds. */
async function greet(origin: string): Promise<void> {
  while (!(await isServing(origin))) await sleep(POLL_MS);
  // Only the collections of the example have this document.
  const { ok } = await fetch(`${origin}/api/0.json`);
  const read = ok ? '/api/0.json' : '/api';
  console.log(`
  Perigee   ${origin}
  Token     ${localToken()}

  Open      ${origin}/
  Read      curl ${origin}${read}
  Image     ${origin}/image.jpg
  Log       npm start -- --log-level=info shows every request
`);
}

async function isServing(origin: string): Promise<boolean> {
  try {
    await fetch(`${origin}/health.json`);
    return true;
  } catch {
    return false;
  }
}
