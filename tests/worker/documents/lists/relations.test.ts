import { describe, expect, it } from 'vitest';
import { etagOf, rowsRead, useManyUsers } from '../../../support/worker/documents.ts';
import { call, write } from '../../../support/worker/worker.ts';

useManyUsers();

describe('related documents', () => {
  it('_embed adds the children of a document, and _expand adds its parent', async () => {
    const [user] = (await (await call('/api/users?id=1&_embed=pictures')).json()) as {
      pictures: { id: number }[];
    }[];
    expect(user?.pictures.map(({ id }) => id)).toEqual([3]);
    const picture = await (await call('/api/pictures/3?_expand=user')).json();
    expect(picture).toMatchObject({ id: 3, user: { id: 1, name: 'name 0' } });
    expect(await (await call('/api/pictures/1?_fields=title&_expand=user')).json()).toHaveProperty(
      'title',
      'Perigee',
    );
  });

  it('embedded documents take the place of a field with their name', async () => {
    await write('PATCH', '/api/users/1', { pictures: 'a field of that name' });
    const item = (await (await call('/api/users/1?_embed=pictures')).json()) as { pictures: unknown[] };
    expect(item.pictures).toHaveLength(1);
    const selected = await (await call('/api/users/1?_fields=pictures,id&_embed=pictures')).text();
    expect(selected.match(/"pictures":/g)).toHaveLength(1);
  });

  it('a nested list returns the children of a document, or [] when there is no such document', async () => {
    expect(await (await call('/api/users/1/pictures?_fields=id')).json()).toEqual([{ id: 3 }]);
    expect(await (await call('/api/users/none/pictures')).json()).toEqual([]);
  });
});

describe('conditional GET with related documents', () => {
  it('is 304 before the related documents are read', async () => {
    for (const path of [
      '/api/users/1?_embed=pictures',
      '/api/pictures?_expand=user',
      '/api/users?_embed=pictures',
    ]) {
      const first = await call(path);
      expect(first.headers.get('last-modified')).toBeNull();
      const again = await call(path, {
        headers: {
          'if-none-match': first.headers.get('etag') ?? '',
          'if-modified-since': new Date().toUTCString(),
        },
      });
      expect(again.status).toBe(304);
      expect(rowsRead(again)).toBeLessThanOrEqual(12);
    }
  });

  it('has a new entity tag after a write to either collection', async () => {
    const path = '/api/users?_embed=pictures&_limit=1';
    const before = await etagOf(path);
    await write('PATCH', '/api/pictures/1', { alt: 'changed' });
    const after = await etagOf(path);
    expect(after).not.toBe(before);
    expect((await call(path, { headers: { 'if-none-match': after } })).status).toBe(304);
  });
});
