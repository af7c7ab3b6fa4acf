// `npm run build`: builds the Worker into `dist/`. The reason of a failure is the last thing it prints.
import { build } from 'astro';
import { runCommand } from './lib/terminal.ts';

// Vite and Astro would obey the values of a shell or of Vitest, and build the Worker for development.
process.env['NODE_ENV'] = 'production';
delete process.env['DEV'];

await runCommand(() => build({ logLevel: 'warn' }));
