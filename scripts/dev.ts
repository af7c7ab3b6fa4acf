// `npm run dev`: prepares the local database and starts Astro's development server, which needs no built Worker.

import { prepareState } from './lib/local-state.ts';
import { follow, start } from './lib/run.ts';
import { runCommand } from './lib/terminal.ts';

await runCommand(async () => {
  await prepareState();
  await follow(start('astro', ['dev', ...process.argv.slice(2)]));
});
