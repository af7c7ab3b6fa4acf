import { spawn } from 'node:child_process';
import { globSync } from 'node:fs';
import { basename } from 'node:path';
import { text } from 'node:stream/consumers';
import { expect, it } from 'vitest';
import { NPM_SCRIPTS } from '../../../scripts/lib/npm-scripts.ts';

it.concurrent.each(globSync('scripts/*.ts'))(
  '%s --help prints what the script does, and does nothing',
  async (file) => {
    const child = spawn(process.execPath, [file, '--help'], { stdio: ['ignore', 'pipe', 'pipe'] });
    const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
    const name = basename(file, '.ts');
    expect(stderr).toBe('');
    expect(stdout).toMatch(name === 'start' ? /^npm start\n/ : `npm run ${name}\n`);
    expect(stdout).toContain(NPM_SCRIPTS[name]);
    expect(stdout).not.toContain('Build   ');
  },
);
