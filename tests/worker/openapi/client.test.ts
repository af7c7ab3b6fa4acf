import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import openapiTS, { astToString } from 'openapi-typescript';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { contractFile } from '../../support/contract/built-contract.ts';
import { addressOfWorker, TOKEN } from '../../support/worker/worker.ts';

/** What a user of `openapi-typescript` and `openapi-fetch` writes. */
const CLIENT = `
import createClient from 'openapi-fetch';
import type { paths } from './api.d.ts';

export async function walk(baseUrl: string, token: string) {
  const api = createClient<paths>({ baseUrl, headers: { authorization: \`Bearer \${token}\` } });
  const path = (id: string | number) => ({ params: { path: { id } } });

  const created = await api.POST('/api/pictures', {
    body: { title: 'Moon', source: '/pictures/orbit.jpg', alt: '', userId: 1 },
  });
  const picture = Array.isArray(created.data) ? undefined : created.data;
  if (picture === undefined) throw new Error(created.error?.detail);

  const read = await api.GET('/api/pictures/{id}', path(picture.id));
  const title: string | undefined = read.data?.title;

  const merged = await api.PATCH('/api/pictures/{id}', {
    ...path(picture.id),
    body: { title: 'The Moon', userId: null },
  });
  const replaced = await api.PUT('/api/pictures/{id}', {
    ...path(picture.id),
    body: { title: 'Moon again', source: '/pictures/orbit.jpg', alt: 'A moon' },
  });
  const listed = await api.GET('/api/pictures', { params: { query: { title: ['Moon again'], _limit: 5 } } });
  const many = Array.isArray(listed.data) ? listed.data : (listed.data?.data ?? []);
  const filtered = await api.GET('/api/pictures', {
    params: { query: { 'any.filters': { title_like: 'moon', 'userId:exists': false } } },
    querySerializer: { object: { style: 'form', explode: true } },
  });
  const deleted = await api.DELETE('/api/pictures/{id}', path(picture.id));
  const gone = await api.GET('/api/pictures/{id}', path(picture.id));
  const code = gone.error?.code;

  return {
    title,
    merged: merged.data?.title,
    replaced: replaced.data?.alt,
    listed: many.map(({ title }) => title),
    filtered: filtered.response.headers.get('x-total-count'),
    deleted: deleted.response.status,
    code,
  };
}

export function mistakes(api: ReturnType<typeof createClient<paths>>) {
  return [
    // @ts-expect-error a body without the required members
    () => api.POST('/api/pictures', { body: { title: 'Moon' } }),
    // @ts-expect-error a member of another type
    () => api.PATCH('/api/pictures/{id}', { params: { path: { id: 1 } }, body: { title: 1 } }),
    // @ts-expect-error a collection that does not exist
    () => api.GET('/api/planets'),
    // @ts-expect-error a path without its id
    () => api.GET('/api/pictures/{id}'),
  ];
}
`;

const OPTIONS = {
  compilerOptions: {
    strict: true,
    noUncheckedIndexedAccess: true,
    exactOptionalPropertyTypes: true,
    module: 'preserve',
    target: 'es2022',
    lib: ['es2023', 'dom', 'dom.iterable'],
    types: [],
    noEmit: true,
    allowImportingTsExtensions: true,
  },
  files: ['client.ts'],
};

const TSC = createRequire(import.meta.url).resolve('typescript/bin/tsc');
const folder = mkdtempSync(join(tmpdir(), 'perigee-client-'));
afterAll(() => rmSync(folder, { recursive: true }));

beforeAll(async () => {
  const types = await openapiTS(readFileSync(contractFile(), 'utf8'));
  writeFileSync(join(folder, 'api.d.ts'), astToString(types));
  writeFileSync(join(folder, 'client.ts'), CLIENT);
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(OPTIONS));
  symlinkSync(resolve('node_modules'), join(folder, 'node_modules'));
});

it('a client that openapi-typescript generates compiles under strict, and refuses mistakes', () => {
  const compile = () => execFileSync(process.execPath, [TSC, '-p', folder], { encoding: 'utf8' });
  expect(compile).not.toThrow();
});

it('that client creates, reads, merges, replaces, lists and deletes a document', async () => {
  const { walk } = (await import(join(folder, 'client.ts'))) as {
    walk: (baseUrl: string, token: string) => Promise<unknown>;
  };
  expect(await walk(addressOfWorker(), TOKEN)).toEqual({
    title: 'Moon',
    merged: 'The Moon',
    replaced: 'A moon',
    listed: ['Moon again'],
    filtered: '1',
    deleted: 200,
    code: 'no-such-document',
  });
});
