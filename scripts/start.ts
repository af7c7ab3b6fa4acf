// `npm start`: builds, fills the local database and serves the Worker. Other arguments go to `wrangler dev`.
import { spawn } from 'node:child_process';
import { parseArgs } from 'node:util';
import { localToken, prepareLocal } from './local.ts';

const args = process.argv.slice(2);
const { values } = parseArgs({
  args,
  strict: false,
  options: { port: { type: 'string', default: '8787' }, 'persist-to': { type: 'string' } },
});
const port = String(values.port);
const persistTo = values['persist-to'];

await prepareLocal(typeof persistTo === 'string' ? persistTo : undefined);

const given = args.some((arg) => arg === '--port' || arg.startsWith('--port='));
const server = spawn('wrangler', ['dev', ...(given ? [] : ['--port', port]), ...args], {
  stdio: ['inherit', 'pipe', 'inherit'],
});
let greeted = false;
server.stdout.on('data', (chunk: Buffer) => {
  process.stdout.write(chunk);
  if (greeted || !chunk.includes('Ready on')) return;
  greeted = true;
  console.log(`
  Perigee   http://localhost:${port}
  token     ${localToken()}

  Open      http://localhost:${port}/
  Read      curl http://localhost:${port}/api/0.json
  Picture   http://localhost:${port}/image.jpg
`);
});
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => server.kill(signal));
server.once('exit', (code) => process.exit(code ?? 0));
