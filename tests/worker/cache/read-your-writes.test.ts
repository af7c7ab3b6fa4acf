import { beforeEach, describe, expect, it } from 'vitest';
import { useCachedWorker } from '../../support/worker/cached-worker.ts';

const { cacheStatus, read, write } = useCachedWorker();

/** Every URL that shows the user or its picture. */
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
  changes: '/api/users/changes',
  'changes of pictures': '/api/pictures/changes',
} as const;
type View = keyof typeof VIEWS;
const ALL = Object.keys(VIEWS) as View[];

const USER = { name: 'Before' };
const PICTURE = { title: 'Before', source: '/pictures/perigee.jpg', alt: '', userId: 50 };

const create = (path: string, body: unknown) => write('PUT', path, body, { 'if-none-match': '*' });

/** Status, entity tag and body of a view, read through the cache. */
async function seen(view: View): Promise<string> {
  const response = await read(VIEWS[view]);
  return `${response.status} ${response.headers.get('etag')} ${await response.text()}`;
}

let counter = 0;

/** The same, read past the cache. Its key contains this header, so every new value is a miss. */
async function truth(view: View): Promise<string> {
  const response = await read(VIEWS[view], { headers: { 'x-host': `truth-${counter++}` } });
  expect(response.headers.get('cf-cache-status')).toBe('MISS');
  const body = await response.text();
  return `${response.status} ${response.headers.get('etag')} ${body}`;
}

/** Reads all views into the cache, writes, and returns the views that are still in the cache. */
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

const OF_PICTURES_ALONE: View[] = ['nested list', 'picture', 'pictures', 'changes of pictures'];
const OF_USERS_ALONE: View[] = [
  'item',
  'some fields of the item',
  "the tutorial's item",
  'list',
  'page',
  'filtered list',
  'changes',
];

beforeEach(async () => {
  await write('DELETE', '/api/users/50');
  await write('DELETE', '/api/pictures/60');
});

describe('after the response to a write, every URL that shows the document returns the new state', () => {
  it.each([
    ['PATCH', () => write('PATCH', '/api/users/50', { name: 'After' })],
    ['PUT', () => write('PUT', '/api/users/50', { name: 'After' })],
    ['DELETE', () => write('DELETE', '/api/users/50')],
  ])('%s of a user purges every URL that shows users and no other', async (_, change) => {
    await create('/api/users/50', USER);
    await create('/api/pictures/60', PICTURE);
    expect(await heldAfter(change)).toEqual(OF_PICTURES_ALONE);
  });

  it.each([
    ['PATCH', () => write('PATCH', '/api/pictures/60', { title: 'After' })],
    ['DELETE', () => write('DELETE', '/api/pictures/60')],
  ])('%s of a picture purges every URL that shows pictures and no other', async (_, change) => {
    await create('/api/users/50', USER);
    await create('/api/pictures/60', PICTURE);
    expect(await heldAfter(change)).toEqual(OF_USERS_ALONE);
  });

  it('creating a document purges the stored 404 responses and the lists', async () => {
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

  const ids = (count: number) => Array.from({ length: count }, (_, i) => (i === 0 ? 50 : 1_000 + i));
  const named = (count: number) =>
    `/api/users?${ids(count)
      .map((id) => `id=${id}`)
      .join('&')}`;

  it.each([2, 20, 21, 200])(
    'one write of %d documents purges every URL that shows one of them',
    async (count) => {
      await create('/api/pictures/60', PICTURE);
      const users = ids(count).map((id) => ({ id, ...USER }));
      expect(
        await heldAfter(async () => {
          expect(await write('POST', '/api/users', users)).toBe(201);
        }),
      ).toEqual(OF_PICTURES_ALONE);
      expect(
        await heldAfter(async () => {
          expect(await write('PATCH', named(count), { name: 'After' })).toBe(200);
        }),
      ).toEqual(OF_PICTURES_ALONE);
      expect(
        await heldAfter(async () => {
          expect(await write('DELETE', named(count))).toBe(200);
        }),
      ).toEqual(OF_PICTURES_ALONE);
    },
  );

  it('a write of many documents leaves the documents of other collections in the cache', async () => {
    const held = await heldAfter(() =>
      write(
        'POST',
        '/api/users',
        ids(30).map(() => USER),
      ),
    );
    expect(held).toContain('pictures');
    expect(held).not.toContain('item');
  });

  it('a write purges the lists and leaves other documents of the collection in the cache', async () => {
    await create('/api/users/50', USER);
    const held = await heldAfter(() => write('PATCH', '/api/users/1', { note: counter }));
    expect(held).toContain('item');
    expect(held).not.toContain('list');
  });
});

it('a refused write purges nothing', async () => {
  await create('/api/users/50', USER);
  await create('/api/pictures/60', PICTURE);
  const held = await heldAfter(async () => {
    expect(await write('PATCH', '/api/users/50', { name: 1 })).toBe(422);
    expect(await write('PATCH', '/api/users/50', { name: 'x' }, { 'if-match': '"old"' })).toBe(412);
    expect(await write('PATCH', '/api/users/50', { name: 'x' }, { authorization: 'Bearer wrong' })).toBe(401);
  });
  expect(held).toEqual(ALL);
});

it('concurrent readers never see a state older than the last completed write', async () => {
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
