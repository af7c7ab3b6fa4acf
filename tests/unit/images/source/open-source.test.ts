import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import type { Source } from '../../../../src/lib/images/source/allow-list.ts';
import {
  openSource,
  readSourceImage,
  type SourceDependencies,
} from '../../../../src/lib/images/source/open-source.ts';

const PNG = new Uint8Array(
  await sharp({ create: { width: 6, height: 4, channels: 3, background: 'red' } })
    .png()
    .toBuffer(),
);
/** A PNG whose header claims this size. */
function claimedPng(width: number, height: number): Uint8Array<ArrayBuffer> {
  const bytes = PNG.slice();
  const view = new DataView(bytes.buffer);
  view.setUint32(16, width);
  view.setUint32(20, height);
  return bytes;
}

const OWN_HOST = 'perigee.example';

function dependencies(responses: Record<string, () => Response>) {
  const requests: string[] = [];
  const respond = async (input: RequestInfo | URL) => {
    requests.push(String(input));
    return responses[String(input)]?.() ?? new Response(null, { status: 404 });
  };
  const lists = {
    public: [{ host: 'a.example' }],
    signed: [{ host: 'a.example' }, { host: 'b.example' }],
    pinned: [],
  };
  const found: SourceDependencies = { fetch: respond, assets: { fetch: respond }, now: Date.now, lists };
  return { found, requests };
}

const remote = (url: string): Source => ({ kind: 'remote', url: new URL(url) });
const redirectTo = (location: string) => () => new Response(null, { status: 302, headers: { location } });
const image = () => new Response(PNG);

describe('a remote source', () => {
  it('is fetched when its list allows it', async () => {
    const { found } = dependencies({ 'https://a.example/a.png': image });
    const upstream = await openSource(remote('https://a.example/a.png'), 'public', OWN_HOST, found);
    expect(await readSourceImage(upstream)).toMatchObject({ type: 'image/png', width: 6, height: 4 });
  });

  it.each([
    ['public', false],
    ['signed', true],
  ] as const)('of the %s list may redirect to a host of the signed list: %s', async (list, isAllowed) => {
    const { found, requests } = dependencies({
      'https://a.example/a.png': redirectTo('https://b.example/b.png'),
      'https://b.example/b.png': image,
    });
    const upstream = openSource(remote('https://a.example/a.png'), list, OWN_HOST, found);
    if (isAllowed) await expect(upstream).resolves.toBeDefined();
    else await expect(upstream).rejects.toMatchObject({ code: 'source-failed' });
    expect(requests.includes('https://b.example/b.png')).toBe(isAllowed);
  });

  it.each(['https://perigee.example/image.jpg', 'http://perigee.example/'])(
    'that redirects to %s of this service is a loop',
    async (location) => {
      const { found, requests } = dependencies({ 'https://a.example/a.png': redirectTo(location) });
      const upstream = openSource(remote('https://a.example/a.png'), 'public', OWN_HOST, found);
      await expect(upstream).rejects.toMatchObject({ code: 'source-loop', status: 508 });
      expect(requests).toEqual(['https://a.example/a.png']);
    },
  );
});

describe('a file of public/', () => {
  const file: Source = { kind: 'asset', path: '/pictures/a.png' };

  it('is read from the assets under a host that the development server accepts', async () => {
    const { found, requests } = dependencies({ 'http://localhost/pictures/a.png': image });
    const upstream = await openSource(file, 'public', OWN_HOST, found);
    expect(await readSourceImage(upstream)).toMatchObject({ type: 'image/png' });
    expect(requests).toEqual(['http://localhost/pictures/a.png']);
  });

  it.each([
    ['is missing', () => new Response('not found', { status: 404 })],
    ['is a directory', redirectTo('/pictures/a.png/')],
    ['is not modified', () => new Response(null, { status: 304 })],
  ])('that %s is 404', async (_, response) => {
    const { found } = dependencies({ 'http://localhost/pictures/a.png': response });
    await expect(openSource(file, 'public', OWN_HOST, found)).rejects.toMatchObject({
      code: 'no-such-file',
      status: 404,
    });
  });
});

describe('readSourceImage()', () => {
  const read = (bytes: Uint8Array<ArrayBuffer>) =>
    readSourceImage({
      headers: new Headers(),
      body: new Response(bytes).body ?? new ReadableStream(),
      failure: () => undefined,
      extendBudget: () => undefined,
    });

  it.each([
    [12_000, 8_333],
    [1, 12_000],
  ])('allows %d × %d px', async (width, height) => {
    expect(await read(claimedPng(width, height))).toMatchObject({ width, height });
  });

  it.each([
    [12_001, 10, 'source-too-large'],
    [10, 12_001, 'source-too-large'],
    [10_000, 10_001, 'source-too-large'],
    [0, 12_001, 'source-too-large'],
    [0, 10, 'undecodable-image'],
    [10, 0, 'undecodable-image'],
  ])('refuses %d × %d px with %s', async (width, height, code) => {
    await expect(read(claimedPng(width, height))).rejects.toMatchObject({ code });
  });
});
