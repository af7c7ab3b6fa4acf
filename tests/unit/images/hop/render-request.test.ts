import { expect, it } from 'vitest';
import {
  type RenderRequest,
  readRenderRequest,
  writeRenderRequest,
} from '../../../../src/lib/images/hop/render-request.ts';
import { parseOptions } from '../../../../src/lib/images/options/option-grammar.ts';

const REQUEST: RenderRequest = {
  key: 'variant',
  source: { kind: 'remote', url: new URL('https://a.example/é%20b.png?x=1&y=%26') },
  list: 'signed',
  variant: parseOptions('width=9,format=auto,background=rgb(1%2C2%2C3),border=0;0;4;0'),
  named: ['avif'],
  ownUrl: new URL('https://perigee.example'),
  client: '192.0.2.1',
  ifNoneMatch: ['x', 'y'],
};
const written = (changes: Partial<RenderRequest>) => writeRenderRequest({ ...REQUEST, ...changes });

it.each(['source', 'variant'] as const)('a render request by %s is read as it was written', (key) => {
  const { ownUrl, ...read } = readRenderRequest(written({ key }));
  const { ownUrl: _, ...expected } = { ...REQUEST, key };
  expect(read).toEqual(expected);
  expect(ownUrl.origin).toBe(REQUEST.ownUrl.origin);
});

it('neither the client nor its entity tags are part of a key', () => {
  for (const key of ['source', 'variant', 'length'] as const)
    expect(written({ key, client: null, ifNoneMatch: null }).url).toBe(written({ key }).url);
});

it('the variant is part of the key of a variant alone', () => {
  for (const key of ['source', 'length'] as const)
    expect(written({ key, variant: {}, named: [] }).url).toBe(written({ key }).url);
  expect(written({ variant: {} }).url).not.toBe(written({}).url);
  expect(written({ named: ['webp'] }).url).not.toBe(written({}).url);
});

it('the list is part of each key, so that no source of signed URLs is served to others', () => {
  for (const key of ['source', 'variant', 'length'] as const)
    expect(written({ key, list: 'public' }).url).not.toBe(written({ key }).url);
});
