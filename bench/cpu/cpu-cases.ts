import { fileURLToPath } from 'node:url';
import type { Call } from '../lib/load.ts';
import type { User } from '../lib/users.ts';
import type { WorkerModules } from './workerd.ts';

/** A kind of request. */
export interface CpuCase {
  name: string;
  status: 200 | 304;
  /** Several different requests, so that no response can be reused. */
  calls: readonly Call[];
}

export interface Contender {
  name: string;
  worker: WorkerModules;
  cases: readonly CpuCase[];
}

/** The folder of an Astro project that has only endpoints. */
export const PLAIN_ASTRO = fileURLToPath(new URL('./plain-astro/', import.meta.url));

/** The token of the write API. */
export const TOKEN = 'the-token-of-the-benchmark';

const COMPATIBILITY_DATE = '2026-10-01';

export function contenders(users: readonly User[]): Contender[] {
  const plain = casesOf(
    '/items',
    users.map(({ id }) => `/items/${id}`),
  );
  const filtered = users.map(({ name }) => ({
    path: `/api/users?name=${encodeURIComponent(name)}&_sort=id&_order=desc&_page=1&_limit=10`,
  }));
  return [
    {
      name: 'hand-written',
      worker: {
        folder: fileURLToPath(new URL('./hand-written/', import.meta.url)),
        main: 'worker.mjs',
        compatibilityDate: COMPATIBILITY_DATE,
      },
      cases: plain,
    },
    {
      name: 'plain Astro',
      worker: {
        folder: `${PLAIN_ASTRO}dist/server`,
        main: 'entry.mjs',
        compatibilityDate: COMPATIBILITY_DATE,
      },
      cases: plain,
    },
    {
      name: 'Perigee',
      worker: {
        folder: 'dist/server',
        main: 'entry.mjs',
        compatibilityDate: COMPATIBILITY_DATE,
        compatibilityFlags: ['global_fetch_strictly_public'],
        // A hit of the local cache would not run the Worker.
        vars: {
          IMAGE_SOURCE: '',
          IMAGE_DEV_ORIGINS: '',
          EDGE_CACHE: 'off',
          RATE_LIMITS: 'off',
          ADMIN_TOKEN: TOKEN,
        },
      },
      cases: [
        ...casesOf(
          '/api/users',
          users.map(({ id }) => `/api/users/${id}`),
        ),
        { name: 'filter and sort', status: 200, calls: filtered },
      ],
    },
  ];
}

function casesOf(list: string, items: readonly string[]): CpuCase[] {
  const calls = items.map((path) => ({ path }));
  const pages = items.map((_, i) => ({ path: `${list}?_page=${i + 1}&_limit=10` }));
  return [
    { name: 'hello', status: 200, calls: [{ path: '/hello' }] },
    { name: 'item', status: 200, calls },
    { name: 'item, 304', status: 304, calls },
    { name: 'page of 10', status: 200, calls: pages },
  ];
}
