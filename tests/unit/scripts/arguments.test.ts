import { expect, it } from 'vitest';
import { takeOptions } from '../../../scripts/lib/arguments.ts';

const OPTIONS = {
  env: { type: 'string', short: 'e' },
  config: { type: 'string', short: 'c' },
  'dry-run': { type: 'boolean', alias: 'dryRun' },
} as const;

it.each<[args: string[], values: Record<string, string | boolean>, rest: string[]]>([
  [['--dry-run'], { 'dry-run': true }, []],
  [['--dryRun'], { 'dry-run': true }, []],
  [['--dry-run=true'], { 'dry-run': true }, []],
  [['--dry-run=false'], { 'dry-run': false }, []],
  [['--dry-run', 'false', '--minify'], { 'dry-run': false }, ['--minify']],
  [['--dry-run', 'true'], { 'dry-run': true }, []],
  [['--no-dry-run'], { 'dry-run': false }, []],
  [['--dry-run', '--dry-run=false'], { 'dry-run': false }, []],
  [['--dry-run', '--env', 'staging'], { 'dry-run': true, env: 'staging' }, []],
  [['--outdir=dry-run'], {}, ['--outdir=dry-run']],
  [['--minify', 'false'], {}, ['--minify', 'false']],
  [['--env=staging', '--tag', 'v1'], { env: 'staging' }, ['--tag', 'v1']],
  [['--tag', 'v1', '-e', 'staging'], { env: 'staging' }, ['--tag', 'v1']],
  [['-e=staging', '-c', 'other.toml'], { env: 'staging', config: 'other.toml' }, []],
  [['--env='], { env: '' }, []],
  [['--var', 'A:b', '--no-bundle'], {}, ['--var', 'A:b', '--no-bundle']],
])('the arguments %j are the options %j and the other arguments %j', (args, values, rest) => {
  expect(takeOptions(args, OPTIONS)).toEqual({ values, rest });
});

it.each([
  [['--env'], '--env needs a value.'],
  [['--dry-run=maybe'], '--dry-run is "maybe"; it must be true or false.'],
])('the arguments %j are refused', (args, message) => {
  expect(() => takeOptions(args, OPTIONS)).toThrow(message);
});
