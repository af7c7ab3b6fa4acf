import { randomNumbers } from '../lib/random-numbers.ts';

/** The write token of the run. */
export const TOKEN = 'the-token-of-the-soak-test';
/** The users at the start, which no request deletes. */
export const USERS = 1_000;

/** One request and the statuses that it may have. */
export interface Exchange {
  method: string;
  path: string;
  statuses: readonly number[];
  headers?: Record<string, string>;
  body?: string;
}

const random = randomNumbers(20);
const below = (limit: number) => Math.floor(random() * limit);
const WRITER = { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' };
const USER = '{"name":"Soak","age":40}';
/** Created users to delete with one request, so that the database does not grow. */
export const DELETED_AT_ONCE = 50;

/** Kinds of requests with their shares of the traffic. */
const KINDS: readonly (readonly [share: number, make: () => Exchange])[] = [
  [25, () => read(`/api/users/${1 + below(USERS)}`)],
  [15, () => read(`/api/users?_page=${1 + below(50)}&_limit=20`)],
  [8, () => read(`/api/users?_sort=-name&_limit=${1 + below(50)}`)],
  [5, () => read(`/api/users?q=user+${below(USERS)}`)],
  [4, () => read(`/api/users?_limit=20&_embed=pictures`)],
  [4, () => read(`/api/${1 + below(4)}.json`)],
  [4, () => read(`/api/users/none-${below(1e6)}`, [404])],
  [3, () => read(`/api/users?nope_gte=${below(9)}&_sort=&_page=x`, [400])],
  [3, () => read('/')],
  [2, () => read('/health.json')],
  [2, () => read(`/schemas/users.json`)],
  [2, () => read(`/nope/${below(1e6)}`, [404])],
  [2, () => read(`/image/w=${[160, 320, 640][below(3)]},format=auto/pictures/orbit.jpg`)],
  [2, () => read('/image/_/pictures/apogee.jpg')],
  [1, () => read(`/image/w=160/https://docs.astro.build/${below(1e6)}.png`, [404])],
  [8, () => write('PATCH', `/api/users/${1 + below(USERS)}`, `{"age":${below(90)}}`, [200])],
  [4, () => write('PUT', `/api/users/${1 + below(USERS)}`, USER, [200])],
  [2, () => write('POST', '/api/users', '{"name":1', [400])],
  [2, () => ({ ...write('POST', '/api/users', USER, [401]), headers: {} })],
  [2, () => write('POST', '/api/users', `[${Array(20).fill(USER).join(',')}]`, [201])],
];

const TOTAL = KINDS.reduce((sum, [share]) => sum + share, 0);

/** Makes the next request of the mixed traffic. */
export function nextExchange(): Exchange {
  let at = below(TOTAL);
  for (const [share, make] of KINDS) {
    at -= share;
    if (at < 0) return make();
  }
  throw new Error('The shares do not sum up.');
}

/** Makes the request that deletes these users. */
export function deletionOf(ids: readonly (string | number)[]): Exchange {
  return write('DELETE', `/api/users?${ids.map((id) => `id=${id}`).join('&')}`, undefined, [200]);
}

function read(path: string, statuses: readonly number[] = [200]): Exchange {
  return { method: 'GET', path, statuses };
}

function write(
  method: string,
  path: string,
  body: string | undefined,
  statuses: readonly number[],
): Exchange {
  return { method, path, statuses, headers: WRITER, ...(body !== undefined && { body }) };
}
