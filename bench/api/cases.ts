import type { Call } from '../lib/load.ts';
import { randomNumbers } from '../lib/random-numbers.ts';
import type { User } from '../lib/users.ts';

/** Requests of one kind. All servers give equal responses to them. */
export interface Case {
  name: string;
  calls: readonly Call[];
  status: number;
  /** Whether the requests carry the `If-None-Match` of their response, so that the status is 304. */
  isConditional?: boolean;
  /** Whether the requests change documents. json-server stores them in memory or in a file. */
  isWrite?: boolean;
  /** The limit of D1 rows that Perigee reads per request. */
  maxRows?: number;
}

/** The number of different documents, names or texts in the requests of a case that varies them. */
const VARIANTS = 200;

/** The cases. The writes are last because they change the responses of the others. */
export function apiCases(users: readonly User[], token: string): Case[] {
  const random = randomNumbers(1962);
  const some = Array.from({ length: VARIANTS }, () => {
    const user = users[Math.floor(random() * users.length)];
    if (user === undefined) throw new Error('There are no users.');
    return user;
  });
  const items = some.map(({ id }) => ({ path: `/api/users/${id}` }));
  const read = (name: string, calls: readonly Call[], maxRows?: number): Case => ({
    name,
    calls,
    status: 200,
    ...(maxRows !== undefined && { maxRows }),
  });
  const page = (name: string, query: string, maxRows?: number) =>
    read(name, [{ path: `/api/users?${query}` }], maxRows);
  const authorized = (call: Call): Call => ({ ...call, headers: { authorization: `Bearer ${token}` } });
  /** A page that Perigee refuses to read from a large collection without the token. */
  const scan = (name: string, query: string) => read(name, [authorized({ path: `/api/users?${query}` })]);
  const unchanged = (name: string, calls: readonly Call[]): Case => ({
    name,
    calls,
    status: 304,
    isConditional: true,
    maxRows: 2,
  });
  const write = (name: string, status: number, calls: readonly Call[]): Case => ({
    name,
    status,
    isWrite: true,
    calls: calls.map(authorized),
  });
  const filtered = (rest: string) =>
    some.map(({ name }) => ({ path: `/api/users?name=${encodeURIComponent(name)}&_page=1${rest}` }));

  return [
    read('item', items, 2),
    unchanged('item, 304', items),
    page('page of 10', '_page=1', 25),
    unchanged('page of 10, 304', [{ path: '/api/users?_page=1' }]),
    scan('page 5,000 of 10', '_page=5000'),
    page('sorted by name', '_sort=name&_page=1', 25),
    // Perigee returns ties of a descending list in reverse order of insertion, and json-server in order of insertion.
    scan('sorted by name, desc', '_sort=name,id&_order=desc,desc&_page=1'),
    page('sorted by id, desc', '_sort=id&_order=desc&_page=1', 25),
    scan('sorted by age, no index', '_sort=age&_page=1'),
    read('name=, ~50 match', filtered('')),
    read('name= sorted by age', filtered('&_sort=age')),
    scan('age=, no index, sorted by name', 'age=36&_sort=name&_page=1'),
    read(
      'q, ~1 match',
      some.map(({ email }) => ({ path: `/api/users?q=${email.split('@')[0]}&_page=1` })),
    ),
    scan('q, ~5,000 match', 'q=turing&_page=1'),
    scan('q of 2 letters', 'q=ky&_page=1'),
    scan('name_like, ~5,000 match', 'name_like=dijk&_page=1'),
    write(
      'PATCH',
      200,
      some.map(({ id }, i) => ({
        method: 'PATCH',
        path: `/api/users/${id}`,
        body: JSON.stringify({ age: 18 + (i % 70) }),
      })),
    ),
    write('POST', 201, [
      { method: 'POST', path: '/api/users', body: JSON.stringify({ name: 'Dorothy V. Vaughan', age: 47 }) },
    ]),
  ];
}
