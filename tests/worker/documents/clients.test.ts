import simpleRest, { axiosInstance } from '@refinedev/simple-rest';
import { fetchUtils } from 'ra-core';
import jsonServerProvider from 'ra-data-json-server';
import { beforeEach, describe, expect, it } from 'vitest';
import { clear, seed } from '../../support/worker/documents.ts';
import { addressOfWorker, TOKEN } from '../../support/worker/worker.ts';

const NAMES = ['Ada', 'Grace', 'Edsger', 'Barbara', 'Alan'];

beforeEach(async () => {
  await clear('users');
  await clear('pictures');
  await seed(
    'users',
    NAMES.map((name, i) => ({ id: i + 1, name, age: 30 + i, address: { city: i < 2 ? 'Paris' : 'Rome' } })),
  );
  await seed('pictures', [
    { id: 1, title: 'One', source: '/1.jpg', alt: '', userId: 2 },
    { id: 2, title: 'Two', source: '/2.jpg', alt: '', userId: 1 },
    { id: 3, title: 'Three', source: '/3.jpg', alt: '', userId: 2 },
  ] as never);
});

const reactAdminUser = { authenticated: true, token: `Bearer ${TOKEN}` };
const reactAdmin = () =>
  jsonServerProvider(`${addressOfWorker()}/api`, (url, options) =>
    fetchUtils.fetchJson(url, { ...options, user: reactAdminUser }),
  );
const pagination = { page: 1, perPage: 2 };

describe('reads by ra-data-json-server', () => {
  it('getList() pages, sorts, filters, embeds and returns the total', async () => {
    const page = await reactAdmin().getList('users', {
      pagination: { page: 2, perPage: 2 },
      sort: { field: 'name', order: 'ASC' },
      filter: {},
    });
    expect(page.total).toBe(5);
    expect(page.data.map(({ name }) => name)).toEqual(['Barbara', 'Edsger']);
    const filtered = await reactAdmin().getList('users', {
      pagination,
      sort: { field: 'id', order: 'DESC' },
      filter: { address: { city: 'Rome' }, age_gte: 33, q: 'a' },
    });
    expect(filtered.data.map(({ id }) => id)).toEqual([5, 4]);
    expect(filtered.total).toBe(2);
    const embedded = await reactAdmin().getList('users', {
      pagination,
      sort: { field: 'id', order: 'ASC' },
      filter: {},
      meta: { embed: ['pictures'] },
    });
    expect(embedded.data[1]?.['pictures']).toHaveLength(2);
  });

  it('getOne(), getMany() and getManyReference() return documents by id and by foreign key', async () => {
    const one = await reactAdmin().getOne('users', { id: 3 });
    expect(one.data).toEqual({ id: 3, name: 'Edsger', age: 32, address: { city: 'Rome' } });
    const parent = await reactAdmin().getOne('pictures', { id: 2, meta: { embed: 'user' } });
    expect(parent.data['user'].name).toBe('Ada');
    const many = await reactAdmin().getMany('users', { ids: [5, 1, 99] });
    expect(many.data.map(({ id }) => id)).toEqual([1, 5]);
    const all = await reactAdmin().getMany('users', { ids: [] });
    expect(all.data).toHaveLength(5);
    const reference = await reactAdmin().getManyReference('pictures', {
      target: 'userId',
      id: 2,
      pagination,
      sort: { field: 'id', order: 'DESC' },
      filter: {},
    });
    expect(reference.data.map(({ id }) => id)).toEqual([3, 1]);
    expect(reference.total).toBe(2);
  });

  it('getMany() returns more documents than a page holds', async () => {
    await seed(
      'users',
      Array.from({ length: 300 }, (_, i) => ({ id: 1000 + i, name: `n${i}` })),
    );
    const many = await reactAdmin().getMany('users', {
      ids: Array.from({ length: 300 }, (_, i) => 1000 + i),
    });
    expect(many.data).toHaveLength(300);
  });
});

describe('writes by ra-data-json-server', () => {
  it('create(), update() and delete() return the document', async () => {
    const created = await reactAdmin().create('users', { data: { name: 'Katherine', age: 40 } });
    const { id } = created.data;
    expect(id).toBeGreaterThan(5);
    const updated = await reactAdmin().update('users', {
      id,
      data: { ...created.data, name: 'K.' },
      previousData: created.data,
    });
    expect(updated.data).toEqual({ id, name: 'K.', age: 40 });
    const deleted = await reactAdmin().delete('users', { id, previousData: updated.data });
    expect(deleted.data).toMatchObject({ name: 'K.' });
    await expect(reactAdmin().getOne('users', { id })).rejects.toMatchObject({ status: 404 });
  });

  it('update() of a record that getOne() read with relations stores the document without them', async () => {
    for (const [resource, id, embed] of [
      ['pictures', 1, ['user']],
      ['users', 2, ['pictures']],
    ] as const) {
      const before = await reactAdmin().getOne(resource, { id });
      const { data } = await reactAdmin().getOne(resource, { id, meta: { embed } });
      expect(Object.keys(data)).toContain(embed[0]);
      const updated = await reactAdmin().update(resource, { id, data, previousData: data });
      expect(updated.data).toEqual(before.data);
    }
  });

  it('update() with null for an emptied optional input removes the field', async () => {
    const { data } = await reactAdmin().getOne('pictures', { id: 1 });
    const emptied = { ...data, userId: null, tags: null };
    const updated = await reactAdmin().update('pictures', { id: 1, data: emptied, previousData: data });
    expect(updated.data).toEqual({ id: 1, title: 'One', source: '/1.jpg', alt: '' });
  });

  it('updateMany() and deleteMany() write every document', async () => {
    const updated = await reactAdmin().updateMany('users', { ids: [1, 2], data: { name: 'same' } });
    expect(updated.data).toEqual([1, 2]);
    expect((await reactAdmin().getOne('users', { id: 2 })).data).toEqual({ id: 2, name: 'same' });
    const deleted = await reactAdmin().deleteMany('users', { ids: [1, 2] });
    expect(deleted.data).toEqual([1, 2]);
    expect((await reactAdmin().getMany('users', { ids: [1, 2] })).data).toEqual([]);
  });

  it('create() of an invalid document rejects with a message for each field', async () => {
    const failing = reactAdmin().create('pictures', { data: { title: '' } });
    await expect(failing).rejects.toMatchObject({
      status: 422,
      message: expect.stringContaining('title'),
      body: { errors: { title: expect.any(String), source: expect.any(String), alt: expect.any(String) } },
    });
  });
});

describe('@refinedev/simple-rest', () => {
  axiosInstance.defaults.headers.common['Authorization'] = `Bearer ${TOKEN}`;
  const provider = () => simpleRest(`${addressOfWorker()}/api`);

  it('getList() pages, sorts, filters and returns the total', async () => {
    const list = await provider().getList({
      resource: 'users',
      pagination: { currentPage: 2, pageSize: 2 },
      sorters: [
        { field: 'address.city', order: 'desc' },
        { field: 'name', order: 'asc' },
      ],
      filters: [
        { field: 'age', operator: 'gte', value: 31 },
        { field: 'age', operator: 'ne', value: 34 },
        { field: 'name', operator: 'contains', value: 'R' },
      ],
    });
    expect(list).toMatchObject({ total: 3, data: [{ name: 'Grace' }] });
    const some = await provider().getList({
      resource: 'users',
      filters: [
        { field: 'name', operator: 'in', value: ['Ada', 'Alan'] },
        { field: 'q', operator: 'eq', value: 'par' },
      ],
    });
    expect(some).toMatchObject({ total: 1, data: [{ name: 'Ada' }] });
    const all = await provider().getList({ resource: 'users', pagination: { mode: 'off' } });
    expect(all.data).toHaveLength(5);
  });

  it('getOne(), getMany() and custom() return documents', async () => {
    expect((await provider().getOne({ resource: 'users', id: 4 })).data).toMatchObject({ name: 'Barbara' });
    const many = await provider().getMany?.({ resource: 'users', ids: [4, 2] });
    expect(many?.data.map(({ id }) => id)).toEqual([2, 4]);
    const custom = await provider().custom?.({
      url: `${addressOfWorker()}/api/users`,
      method: 'get',
      sorters: [{ field: 'id', order: 'desc' }],
      filters: [{ field: 'name', operator: 'contains', value: 'a' }],
      query: { _limit: 2 },
    });
    expect(custom?.data).toMatchObject([{ id: 5 }, { id: 4 }]);
  });

  it('create(), update() and deleteOne() return the document', async () => {
    const created = await provider().create({ resource: 'users', variables: { name: 'Radia' } });
    const id = Number(created.data.id);
    const updated = await provider().update({ resource: 'users', id, variables: { age: 50 } });
    expect(updated.data).toEqual({ id, name: 'Radia', age: 50 });
    const deleted = await provider().deleteOne({ resource: 'users', id, variables: {} });
    expect(deleted.data).toEqual({ id, name: 'Radia', age: 50 });
    await expect(provider().getOne({ resource: 'users', id })).rejects.toMatchObject({
      statusCode: 404,
      message: expect.stringContaining('no document'),
    });
  });
});
