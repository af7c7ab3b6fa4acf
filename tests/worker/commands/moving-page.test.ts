import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { commandsOf, parseCurl, printed } from '../../support/contract/console-examples.ts';
import { useWorkerWithCollections } from '../../support/worker/project-copy.ts';
import { call, TOKEN } from '../../support/worker/worker.ts';

const page = readFileSync('docs/moving-from-json-server.md', 'utf8');
const [, dbJson = ''] = /^```json\n(.*?)^```/ms.exec(page) ?? [];
const [, definitions = ''] = /^```ts\n(\/\/ WHAT.*?)^```/ms.exec(page) ?? [];

const worker = useWorkerWithCollections(() => definitions);
const folder = mkdtempSync(join(tmpdir(), 'moving-page-'));
writeFileSync(join(folder, 'db.json'), dbJson);
afterAll(() => rmSync(folder, { recursive: true }));

/** `npm run init` is tested with its script, `npm start` and `npm run deploy` by what they do. */
const OTHERS = /^npm (run init|start|run deploy)|^npx /;

describe('docs/moving-from-json-server.md shows what is printed', () => {
  it.each(commandsOf(page).filter(({ command }) => !OTHERS.test(command)))(
    'for $command',
    async ({ command, output }) => {
      const actual = command.startsWith('curl ') ? await curl(command, output) : await npm(command);
      expect(withoutRate(actual)).toBe(withoutRate(output));
    },
  );

  it('and the export equals the file of the page, with the document that was created since', () => {
    const before = JSON.parse(dbJson.replace('"200"', '200'));
    const { posts, ...others } = JSON.parse(readFileSync(join(folder, 'db.json'), 'utf8'));
    expect(others).toEqual({ comments: before.comments, users: before.users, profile: before.profile });
    expect(posts).toEqual([...before.posts, expect.objectContaining({ title: 'a new title' })]);
  });
});

async function curl(command: string, output: string): Promise<string> {
  const { url, init, prints } = parseCurl(command);
  const { pathname, search } = new URL(url);
  return printed(await call(pathname + search, init, worker), prints, output);
}

/** Runs an npm script in the folder, for the Worker of this test. */
async function npm(command: string): Promise<string> {
  const [, script = '', options = ''] = /^npm run (\w+)(?: -- (.*))?$/.exec(command) ?? [];
  const { url } = await worker.listen();
  const target = { import: ['--to', url.origin], export: ['--from', url.origin] }[script] ?? [];
  const args = [resolve(`scripts/${script}.ts`), ...options.split(' ').filter(Boolean), ...target];
  return new Promise((settle) => {
    const env = { ...process.env, PERIGEE_TOKEN: TOKEN };
    execFile(process.execPath, args, { cwd: folder, env }, (_, stdout, stderr) =>
      settle((stdout + stderr).trim()),
    );
  });
}

function withoutRate(output: string): string {
  return output.replaceAll(/[\d,]+ documents\/s/g, 'RATE');
}
