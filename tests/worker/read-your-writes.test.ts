import { beforeEach, describe, expect, it } from 'vitest';
import { useCachedWorker } from '../support/cached-worker.ts';

const { cacheStatus, read, write } = useCachedWorker();

/** Every form in which a user and its pictures can be read. */
const VIEWS = {
  item: '/api/users/50',
  'item with its pictures': '/api/users/50?_embed=pictures',
  'some fields of the item': '/api/users/50?_fields=name',
  "the tutorial's item": '/api/50.json',
  list: '/api/users',
  page: '/api/users?_page=1&_limit=2&_sort=id&_order=desc',
  'filtered list': '/api/users?name=Before',
  'list with its pictures': '/api/users?_embed=pictures',
  'nested list': '/api/users/50/pictures',
  'picture with its user': '/api/pictures/60?_expand=user',
  'pictures with their users': '/api/pictures?_expand=user',
  picture: '/api/pictures/60',
  pictures: '/api/pictures',
} as const;
type View = keyof typeof VIEWS;
const ALL = Object.keys(VIEWS) as View[];

const USER = { name: 'Before' };
const PICTURE = { title: 'Before', source: '/pictures/perigee.jpg', alt: '', userId: 50 };

const create = (path: string, body: unknown) => write('PUT', path, body, { 'if-none-match': '*' });

/** What a view shows, as anybody reads it. */
async function seen(view: View): Promise<string> {
  const response = await read(VIEWS[view]);
  return `${response.status} ${response.headers.get('etag')} ${await response.text()}`;
}

let counter = 0;

/** What it would show without a cache: the key holds this header, so each value of it is a miss. */
async function truth(view: View): Promise<string> {
  const response = await read(VIEWS[view], { headers: { 'x-host': `truth-${counter++}` } });
  expect(response.headers.get('cf-cache-status')).toBe('MISS');
  const body = await response.text();
  return `${response.status} ${response.headers.get('etag')} ${body}`;
}

/** Reads all views into the cache, writes, and answers those that the cache still holds. */
async function heldAfter(change: () => Promise<unknown>): Promise<View[]> {
  for (const view of ALL) {
    await seen(view);
    expect(await cacheStatus(VIEWS[view]), view).toBe('HIT');
  }
  await change();
  const held: View[] = [];
  for (const view of ALL) {
    const status = await cacheStatus(VIEWS[view]);
    if (status === 'HIT') held.push(view);
    expect(await seen(view), `${view} (${status})`).toBe(await truth(view));
  }
  return held;
}

const OF_PICTURES_ALONE: View[] = ['nested list', 'picture', 'pictures'];
const OF_USERS_ALONE: View[] = [
  'item',
  'some fields of the item',
  "the tutorial's item",
  'list',
  'page',
  'filtered list',
];

beforeEach(async () => {
  await write('DELETE', '/api/users/50');
  await write('DELETE', '/api/pictures/60');
});

describe('after the answer to a write, every view of it shows the new state', () => {
  it.each([
    ['PATCH', () => write('PATCH', '/api/users/50', { name: 'After' })],
    ['PUT', () => write('PUT', '/api/users/50', { name: 'After' })],
    ['DELETE', () => write('DELETE', '/api/users/50')],
  ])('%s of a user, and what does not show users stays', async (_, change) => {
    await create('/api/users/50', USER);
    await create('/api/pictures/60', PICTURE);
    expect(await heldAfter(change)).toEqual(OF_PICTURES_ALONE);
  });

  it.each([
    ['PATCH', () => write('PATCH', '/api/pictures/60', { title: 'After' })],
    ['DELETE', () => write('DELETE', '/api/pictures/60')],
  ])('%s of a picture, and what does not show pictures stays', async (_, change) => {
    await create('/api/users/50', USER);
    await create('/api/pictures/60', PICTURE);
    expect(await heldAfter(change)).toEqual(OF_USERS_ALONE);
  });

  it('the creation of documents that were missing', async () => {
    await heldAfter(async () => {
      expect(await create('/api/users/50', USER)).toBe(201);
    });
    await heldAfter(async () => {
      expect(await create('/api/pictures/60', PICTURE)).toBe(201);
    });
    await write('DELETE', '/api/users/50');
    await heldAfter(async () => {
      expect(await write('POST', '/api/users', { id: 50, name: 'Again' })).toBe(201);
    });
  });

  it('a write of another document leaves the item in the cache', async () => {
    await create('/api/users/50', USER);
    const held = await heldAfter(() => write('PATCH', '/api/users/1', { note: counter }));
    expect(held).toContain('item');
    expect(held).not.toContain('list');
  });
});

it('a write that is refused purges nothing', async () => {
  await create('/api/users/50', USER);
  await create('/api/pictures/60', PICTURE);
  const held = await heldAfter(async () => {
    expect(await write('PATCH', '/api/users/50', { name: 1 })).toBe(422);
    expect(await write('PATCH', '/api/users/50', { name: 'x' }, { 'if-match': '"old"' })).toBe(412);
    expect(await write('PATCH', '/api/users/50', { name: 'x' }, { authorization: 'Bearer wrong' })).toBe(401);
  });
  expect(held).toEqual(ALL);
});

it('under concurrent reads and writes nobody reads what was there before the last answered write', async () => {
  await create('/api/users/50', { name: 'Before', count: 0 });
  let written = 0;
  const writer = (async () => {
    for (let count = 1; count <= 30; count++) {
      await write('PATCH', '/api/users/50', { count });
      written = count;
    }
  })();
  const reader = async () => {
    while (written < 30) {
      const atLeast = written;
      const { count } = (await (await read('/api/users/50')).json()) as { count: number };
      expect(count).toBeGreaterThanOrEqual(atLeast);
    }
  };
  await Promise.all([writer, reader(), reader(), reader()]);
});
