import type { Bounded } from './bounds.ts';
import { emailNumber, POPULAR_USER } from './insert-sql.ts';

/** The numbers of documents in the database of a run. */
export interface Sizes {
  users: number;
  pictures: number;
}

/** Requests of one kind. */
export interface Case extends Bounded {
  name: string;
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** The path of the n-th request, which counts from 0. */
  path: (sizes: Sizes, n: number) => string;
  /** The collections that a list reads. */
  reads: readonly (keyof Sizes)[];
  /** Relations of `Link` to follow, one after the other, before the request that is measured. */
  follow: readonly string[];
  /** The n-th body, sent as JSON with the write token. */
  body?: (n: number) => object;
  headers?: (n: number) => Record<string, string>;
  /** Whether the request has `If-None-Match` with the entity tag of its response. */
  isConditional?: boolean;
}

/** Makes the cases that read. A percentage in a name is the share of users that match. */
export function readCases(): Case[] {
  return [
    ...itemCases(),
    ...windowCases(),
    ...filterCases(),
    ...searchCases(),
    ...relationCases(),
    ...changesCases(),
    ...streamCases(),
  ];
}

function itemCases(): Case[] {
  return [
    item('item', '/api/users/42', 200),
    item('item, missing', '/api/users/none', 404),
    item('item of the tutorial', '/api/42.json', 200),
    unchanged('item, 304', '/api/users/42'),
    unchanged('page 1, 304', '/api/users?_page=1'),
    unchanged('q=turing, 304', '/api/users?q=turing&_page=1'),
    unchanged('item with embedded pictures, 304', '/api/users/42?_embed=pictures'),
  ];
}

function windowCases(): Case[] {
  return [
    users('page 1', '_page=1'),
    users('page 2 by Link', '_page=1', ['next']),
    users('last page by Link', '_page=1', ['last']),
    users('page before the last by Link', '_page=1', ['last', 'prev']),
    users('no paging', ''),
    users('page 1,000', '_page=1000'),
    users('page 50,000', '_page=50000'),
    users('_limit=10000', '_limit=10000'),
    users('last ten by _start=-10', '_start=-10&_end=100000000'),
    users('sort name', '_sort=name&_page=1'),
    users('sort name, page 2 by Link', '_sort=name&_page=1', ['next']),
    users('sort name, last page by Link', '_sort=name&_page=1', ['last']),
    users('sort name, page before the last by Link', '_sort=name&_page=1', ['last', 'prev']),
    users('sort name desc', '_sort=name&_order=desc&_page=1'),
    users('sort name, page 1,000', '_sort=name&_page=1000'),
    users('sort id desc', '_sort=id&_order=desc&_page=1'),
    users('sort age, no index', '_sort=age&_page=1'),
    users('sort name,age', '_sort=name,age&_page=1'),
  ];
}

function filterCases(): Case[] {
  const names = Array.from({ length: 30 }, (_, i) => `name=Ada+${'ABCDE'[i % 5]}.+Turing`).join('&');
  return [
    users('eq name', 'name=Ada+A.+Turing&_page=1'),
    users('eq name, sort id', 'name=Ada+A.+Turing&_sort=id&_page=1'),
    users('eq name, sort age', 'name=Ada+A.+Turing&_sort=age&_page=1'),
    users('eq 30 names, sort age', `${names}&_sort=age&_page=1`),
    users('range of name, 0.5 %', 'name_gte=Ada+A&name_lt=Ada+A.+C&_page=1'),
    users('range of name, 5 %', 'name_gte=Ada&name_lt=Adb&_page=1'),
    users('range of name, 5 %, sort name', 'name_gte=Ada&name_lt=Adb&_sort=name&_page=1'),
    users('range of name, 5 %, sort age', 'name_gte=Ada&name_lt=Adb&_sort=age&_page=1'),
    users('range of name, 100 %', 'name_gte=A&_page=1'),
    users('range of name, 100 %, sort name desc', 'name_gte=A&_sort=name&_order=desc&_page=1'),
    users('range of name, 100 %, last page by Link', 'name_gte=A&_page=1', ['last']),
    users('range of name, 100 %, page 3 by Link', 'name_gte=A&_sort=name&_page=1', ['next', 'next']),
    users('range of name, none', 'name_gte=zz&_page=1'),
    users('id_gte=5', 'id_gte=5&_page=1'),
    users('name_ne', 'name_ne=Ada+A.+Turing&_page=1'),
    users('age=36, no index', 'age=36&_page=1'),
    users('age=36, sort name', 'age=36&_sort=name&_page=1'),
    users('city=Oslo, no index', 'city=Oslo&_page=1'),
    users('city=Oslo, sort age', 'city=Oslo&_sort=age&_page=1'),
    users('nothing matches, no index', 'city=Nowhere&_page=1'),
    users('name_like=dijk, 5 %', 'name_like=dijk&_page=1'),
    users('name_like of 2 letters', 'name_like=ij&_page=1'),
    users(
      'every kind of filter, three sort fields',
      'name_gte=A&name_ne=x&age_gte=0&city_like=o&email_like=example&_sort=city,age,name&_page=1',
    ),
  ];
}

function searchCases(): Case[] {
  return [
    users('q, 1 match', `q=${emailNumber(42)}&_page=1`),
    users('q=turing, 5 %', 'q=turing&_page=1'),
    users('q=turing, page 2 by Link', 'q=turing&_page=1', ['next']),
    users('q=turing, sort name', 'q=turing&_sort=name&_page=1'),
    users('q=turing, sort age', 'q=turing&_sort=age&_page=1'),
    users('q=turing and city=Oslo', 'q=turing&city=Oslo&_page=1'),
    users('q=example, 100 %', 'q=example&_page=1'),
    users('q=example, page 3 by Link', 'q=example&_page=1', ['next', 'next']),
    users('q=example, no total', 'q=example&_page=1&_total=none'),
    users('q=example, last page by Link', 'q=example&_page=1', ['last']),
    users('q=example, sort age', 'q=example&_sort=age&_page=1'),
    users('q=example and name_ne', 'q=example&name_ne=x&_page=1'),
    users('q of 2 letters', 'q=ky&_page=1'),
    users('q of 1 letter', 'q=z&_page=1'),
    users('q of 64 letters, none', `q=${'example.org'.repeat(6).slice(0, 64)}&_page=1`),
  ];
}

function relationCases(): Case[] {
  const both = (name: string, path: string): Case => list(name, path, ['users', 'pictures']);
  const popular = `/api/users/${POPULAR_USER}`;
  return [
    both('item, _embed', '/api/users/42?_embed=pictures'),
    both('item, _embed, half of the pictures', `${popular}?_embed=pictures`),
    both('item, _expand', '/api/pictures/1?_expand=user'),
    both('page 1, _embed', '/api/users?_page=1&_embed=pictures'),
    both('page of 1,000, _embed', '/api/users?_page=1&_limit=1000&_embed=pictures'),
    both('page of 1,000, _expand', '/api/pictures?_page=1&_limit=1000&_expand=user'),
    both('q=example, _embed', '/api/users?q=example&_page=1&_embed=pictures'),
    both('nested list', '/api/users/42/pictures?_page=1'),
    both('nested list, half of the pictures', `${popular}/pictures?_page=1`),
    both('nested list, half, sort year', `${popular}/pictures?_sort=year&_order=desc&_page=1`),
    both('nested list, half, q', `${popular}/pictures?q=night&_page=1`),
    list('two indexes', `/api/pictures?userId=${POPULAR_USER}&year_gte=1950&_page=1`, ['pictures']),
    list(
      'two indexes, sort by a third',
      `/api/pictures?userId=${POPULAR_USER}&year=1950&_sort=title&_page=1`,
      ['pictures'],
    ),
  ];
}

function changesCases(): Case[] {
  const changes = (name: string, path: Case['path'], follow: readonly string[] = []): Case => ({
    ...item(name, '', 200),
    kind: 'changes',
    path,
    follow,
  });
  return [
    changes('changes', () => '/api/users/changes?_limit=10'),
    changes('changes, page 2 by Link', () => '/api/users/changes?_limit=10', ['next']),
    changes('1,000 changes', () => '/api/users/changes'),
    changes('the last changes', ({ users }) => `/api/users/changes?_since=${users - 10}`),
    unchanged('changes, 304', '/api/users/changes?_limit=10'),
  ];
}

/** Makes streams. With `_limit`, a stream is allowed at every size, and is one read. */
function streamCases(): Case[] {
  return [
    users('stream of NDJSON', '_format=ndjson&_limit=10000'),
    users('stream of CSV, sort name', '_format=csv&_sort=name&_limit=10000'),
    users('stream of CSV, sort age', '_format=csv&_sort=age&_limit=10000'),
    users('stream of one match', `_format=ndjson&q=${emailNumber(42)}`),
    { ...users('stream by Accept', '_limit=10'), headers: () => ({ accept: 'text/csv' }) },
    unchanged('stream of NDJSON, 304', '/api/users?_format=ndjson&_limit=10000'),
  ];
}

/** Makes the cases that write, in a collection with four indexes and search. They run last. */
export function writeCases(): Case[] {
  const picture = (n: number) => ({
    title: `New ${n}`,
    source: `https://a.example/${n}`,
    year: 2000 + n,
    userId: 7,
  });
  const one = ({ pictures }: Sizes) => `/api/pictures/${pictures}`;
  return [
    write('create', 'create', 'POST', () => '/api/pictures', 201, picture),
    write('nested create', 'nestedCreate', 'POST', () => '/api/users/7/pictures', 201, picture),
    {
      ...write('create once', 'createOnce', 'POST', () => '/api/pictures', 201, picture),
      headers: (n) => ({ 'idempotency-key': `key-${n}` }),
    },
    {
      ...write('create at a path', 'createAt', 'PUT', (_, n) => `/api/pictures/at-${n}`, 201, picture),
      headers: () => ({ 'if-none-match': '*' }),
    },
    write('update of one field', 'update', 'PATCH', one, 200, (n) => ({ year: 3000 + n })),
    write('replace', 'replace', 'PUT', one, 200, (n) => picture(n + 500)),
    write('delete', 'delete', 'DELETE', ({ pictures }, n) => `/api/pictures/${pictures - 1 - n}`, 200),
  ];
}

function item(name: string, path: string, status: number): Case {
  return { name, kind: 'item', method: 'GET', path: () => path, reads: [], follow: [], status };
}

function unchanged(name: string, path: string): Case {
  return { ...item(name, path, 304), kind: 'notModified', isConditional: true };
}

function users(name: string, query: string, follow: readonly string[] = []): Case {
  return { ...list(name, `/api/users?${query}`, ['users']), follow };
}

function list(name: string, path: string, reads: readonly (keyof Sizes)[]): Case {
  return { ...item(name, path, 200), kind: 'list', reads };
}

function write(
  name: string,
  kind: Case['kind'],
  method: Case['method'],
  path: Case['path'],
  status: number,
  body?: (n: number) => object,
): Case {
  return { name, kind, method, path, status, reads: [], follow: [], ...(body && { body }) };
}
