import { spawnSync } from 'node:child_process';
import { expect, it } from 'vitest';

const SOURCE = 'https://upload.wikimedia.org/x.jpg';
const KEY = '0123456789abcdef';

function sign(args: string[], key = KEY) {
  const { status, stdout, stderr } = spawnSync('node_modules/.bin/node', ['scripts/sign.ts', ...args], {
    env: { ...process.env, IMAGE_SIGNING_KEY: key },
    encoding: 'utf8',
  });
  return { status, stdout: stdout.trim(), lines: stderr.trim().split('\n') };
}

it.each([
  [[SOURCE], /^\/image\/format=auto,sig=[\w-]{43}\/https:\/\/upload\.wikimedia\.org\/x\.jpg$/],
  [[SOURCE, 'w=400'], /^\/image\/w=400,sig=/],
  [[SOURCE, 'w=400', '--expires', '60'], /^\/image\/w=400,exp=\d{10},sig=/],
  [[SOURCE, '_', '--expires', '60'], /^\/image\/exp=\d{10},sig=/],
  [[SOURCE, 'preset=card'], /^\/image\/preset=card,sig=/],
  [['pictures/orbit.jpg', 'w=400'], /^\/image\/w=400,sig=[\w-]{43}\/pictures\/orbit\.jpg$/],
])('npm run sign prints a path for %j', (args, path) => {
  expect(sign(args)).toEqual({ status: 0, stdout: expect.stringMatching(path), lines: [''] });
});

it.each([
  ['a repeated option', [SOURCE, 'w=1,w=2'], 'width'],
  ['an unknown option', [SOURCE, 'widht=1'], 'widht'],
  ['a bad value', [SOURCE, 'w=0'], 'from 1'],
  ['an unknown preset', [SOURCE, 'preset=nothing'], 'card, avatar'],
  ['an image larger than the limits', [SOURCE, 'w=4000,dpr=2'], '4096'],
  ['a host on no list', ['https://example.org/x.jpg'], 'https://example.org'],
  ['a source without https', ['http://upload.wikimedia.org/x.jpg'], 'http://upload.wikimedia.org'],
  ['no source', [], 'Usage'],
  ['too many arguments', [SOURCE, 'w=1', 'h=1'], 'Usage'],
  ['an unknown argument', [SOURCE, '--expire', '1'], '--expire'],
  ['a time that is not a number', [SOURCE, '--expires', 'soon'], 'seconds'],
  ['a time in the past', [SOURCE, '--expires=-5'], 'seconds'],
])('npm run sign refuses %s with one line', (_, args, says) => {
  expect(sign(args)).toEqual({ status: 1, stdout: '', lines: [expect.stringContaining(says)] });
});

it('npm run sign refuses a key of less than 16 characters', () => {
  expect(sign([SOURCE], 'abc')).toEqual({
    status: 1,
    stdout: '',
    lines: [expect.stringContaining('3 characters; at least 16')],
  });
});
