// `npm run types -- --out FILE` writes TypeScript types of all routes and collections, for the repository of a client.
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { clientTypes } from './lib/client-types.ts';
import { runCommand } from './lib/terminal.ts';

const USAGE = 'Usage: npm run types -- --out FILE';

await runCommand(async () => {
  const { values } = parseArgs({ options: { out: { type: 'string' } } });
  if (values.out === undefined || values.out === '') throw new Error(USAGE);
  writeFileSync(values.out, await clientTypes());
  console.log(`Wrote the types to ${values.out}.`);
}, USAGE);
