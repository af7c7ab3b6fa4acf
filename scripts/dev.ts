// `npm run dev`: prepares the local database and starts Astro's development server, which needs no built Worker.
import { runCommand } from './lib/command.ts';
import { prepareState } from './lib/local-state.ts';
import { follow, start } from './lib/run.ts';

await runCommand(async () => {
  await prepareState();
  await follow(start('astro', ['dev', ...process.argv.slice(2)]));
});
