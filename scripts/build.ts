// `npm run build`: builds the Worker into `dist/`. The reason of a failure is the last thing it prints.
import { build } from 'astro';
import { runCommand } from './lib/terminal.ts';

await runCommand(() => build({ logLevel: 'warn' }));
