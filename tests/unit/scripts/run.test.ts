import { existsSync } from 'node:fs';
import { posix, win32 } from 'node:path';
import { afterEach, expect, it, vi } from 'vitest';
import { binFile, commandLine, outputOf, type Program } from '../../../scripts/lib/run.ts';

afterEach(() => vi.unstubAllEnvs());

it.each<[string, typeof posix, string, string]>([
  [
    'Linux',
    posix,
    '/home/me/site/node_modules/wrangler/package.json',
    '/home/me/site/node_modules/wrangler/bin/wrangler.js',
  ],
  [
    'Windows',
    win32,
    'C:\\Users\\me\\site\\node_modules\\wrangler\\package.json',
    'C:\\Users\\me\\site\\node_modules\\wrangler\\bin\\wrangler.js',
  ],
])(
  "a package's bin file on %s is an absolute path of a JavaScript file",
  (_name, path, manifest, expected) => {
    expect(binFile(manifest, './bin/wrangler.js', path)).toBe(expected);
  },
);

it.each<Program>(['astro', 'wrangler'])(
  '%s runs as a file of its package, with the current Node',
  (program) => {
    const [node, file, ...args] = commandLine(program, ['dev', '--port', '1']);
    expect(node).toBe(process.execPath);
    expect(file).toMatch(/\.m?js$/);
    expect(existsSync(file ?? '')).toBe(true);
    expect(args).toEqual(['dev', '--port', '1']);
  },
);

it.each<Program>(['astro', 'wrangler'])(
  '%s runs without a PATH in which its name is found',
  async (program) => {
    vi.stubEnv('PATH', '');
    const { code, stdout } = await outputOf(program, ['--version']);
    expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringMatching(/\d+\.\d+\.\d+/) });
  },
);
