// `npm run dev`: prepares the local database and starts Astro's development server, which needs no built Worker.
import { takeOptions } from './lib/arguments.ts';
import { prepareState } from './lib/database/local-state.ts';
import { follow, start } from './lib/run.ts';
import { TARGET_OPTIONS, targetOf } from './lib/target.ts';
import { runCommand } from './lib/terminal.ts';

await runCommand(async () => {
  // Astro has a `--config` of its own. It reads the environment of wrangler from a variable.
  const { env } = TARGET_OPTIONS;
  const taken = takeOptions(process.argv.slice(2), { env });
  const target = targetOf(taken);
  if (target.env !== undefined) process.env['CLOUDFLARE_ENV'] = target.env;
  await prepareState(target);
  await follow(start('astro', ['dev', ...taken.rest]));
});
