import { type Draft, headerOf } from './draft.ts';
import { bodySource, needsToken, TOKEN_VARIABLE } from './snippets.ts';

/** The request as a call of a library that people use with json-server. */
export interface ClientCall {
  /** The library, as its users call it. */
  client: 'react-admin' | 'Refine';
  code: string;
}

/** Headers that the libraries send by themselves. */
const SENT_ANYWAY: readonly string[] = ['accept', 'content-type', 'authorization'];

/** Parameters that are arguments of `getList()`. */
const PAGING = ['_page', '_limit', '_per_page', '_start', '_end'] as const;
const SORTING = ['_sort', '_order'] as const;

/**
 * The call that sends this request, or `null` where no call does: `ra-data-json-server` lists, reads, creates, replaces
 * and deletes; `@refinedev/simple-rest` updates by `PATCH`.
 */
export function clientCallOf(draft: Draft, origin: string, hasToken: boolean): ClientCall | null {
  const place = /^\/api\/(\w+)(?:\/([^/?]+))?(?:\?(.*))?$/s.exec(draft.path);
  const names = Object.keys(draft.headers ?? {}).map((name) => name.toLowerCase());
  if (place === null || names.some((name) => !SENT_ANYWAY.includes(name))) return null;
  const [, collection = '', id, query = ''] = place;
  const data = draft.body === undefined ? undefined : objectSource(draft);
  const isAuthorised = needsToken(draft, hasToken);
  if (id !== undefined && query !== '') return null;
  const resource = JSON.stringify(collection);
  // The libraries write an id into the path as it is.
  const document = id === undefined ? null : JSON.stringify(id);
  if (draft.method === 'PATCH') {
    if (document === null || data === undefined) return null;
    const call = `update({ resource: ${resource}, id: ${document}, variables: ${data} })`;
    return { client: 'Refine', code: refine(origin, isAuthorised, call) };
  }
  const call = reactAdminCall(draft.method, resource, document, new URLSearchParams(query), data);
  if (call === null) return null;
  return { client: 'react-admin', code: reactAdmin(origin, isAuthorised, call) };
}

function reactAdminCall(
  method: string,
  resource: string,
  id: string | null,
  query: URLSearchParams,
  data: string | undefined,
): string | null {
  if (id === null) {
    if (method === 'GET') return listCall(resource, query);
    if (method === 'POST' && data !== undefined && query.size === 0)
      return `create(${resource}, { data: ${data} })`;
    return null;
  }
  if (method === 'GET') return `getOne(${resource}, { id: ${id} })`;
  if (method === 'DELETE') return `delete(${resource}, { id: ${id} })`;
  return method === 'PUT' && data !== undefined ? `update(${resource}, { id: ${id}, data: ${data} })` : null;
}

function listCall(resource: string, query: URLSearchParams): string | null {
  const pagination = paginationOf(query);
  // The provider throws without the total.
  if (pagination === null || query.get('_total') === 'none' || query.has('_format')) return null;
  const sort = sortOf(query);
  const own: ReadonlySet<string> = new Set([...PAGING, ...SORTING]);
  const names = [...new Set(query.keys())].filter((name) => !own.has(name));
  const filter = Object.fromEntries(
    names.map((name) => [name, query.getAll(name).length > 1 ? query.getAll(name) : (query.get(name) ?? '')]),
  );
  const params = { ...pagination, ...sort, filter };
  return `getList(${resource}, ${JSON.stringify(params, null, 2)})`;
}

/** The page, as react-admin counts; `null` where it cannot name it, `{}` where the request names none. */
function paginationOf(query: URLSearchParams): { pagination?: { page: number; perPage: number } } | null {
  const given = PAGING.filter((name) => query.has(name));
  if (given.length === 0) return {};
  const number = (name: string) => (query.has(name) ? Number(query.get(name)) : null);
  const [start, end] = [number('_start'), number('_end')];
  const size = number('_limit') ?? number('_per_page') ?? (start !== null && end !== null ? end - start : 10);
  const page = start === null ? (number('_page') ?? 1) : start / size + 1;
  const isPage = Number.isInteger(size) && Number.isInteger(page) && size > 0 && page > 0;
  return isPage ? { pagination: { page, perPage: size } } : null;
}

/** `_sort=-age,name` of json-server 1 and `_sort=age,name&_order=desc,asc` of 0.17 are one order. */
function sortOf(query: URLSearchParams): { sort?: { field: string; order: string } } {
  const written = query.get('_sort');
  if (written === null) return {};
  const orders = (query.get('_order') ?? '').split(',');
  const fields = written.split(',');
  const field = fields.map((name) => name.replace(/^-/, '')).join(',');
  const order = fields
    .map((name, i) => (name.startsWith('-') || orders[i]?.toLowerCase() === 'desc' ? 'DESC' : 'ASC'))
    .join(',');
  return { sort: { field, order } };
}

/** The body as the source of an object; `undefined` where it is none. */
function objectSource(draft: Draft): string | undefined {
  const type = headerOf(draft, 'content-type') ?? '';
  const source = bodySource(draft.body ?? '');
  if (!/^(application\/json|application\/merge-patch\+json)(;|$)/.test(type)) return undefined;
  return source.startsWith('JSON.stringify({') ? source.slice('JSON.stringify('.length, -1) : undefined;
}

function reactAdmin(origin: string, isAuthorised: boolean, call: string): string {
  const api = JSON.stringify(`${origin}/api`);
  if (!isAuthorised) {
    return [
      "import jsonServerProvider from 'ra-data-json-server';",
      '',
      `const dataProvider = jsonServerProvider(${api});`,
      `const { data } = await dataProvider.${call};`,
    ].join('\n');
  }
  return [
    "import jsonServerProvider from 'ra-data-json-server';",
    "import { fetchUtils } from 'ra-core';",
    '',
    `const user = { authenticated: true, token: \`Bearer \${process.env.${TOKEN_VARIABLE}}\` };`,
    `const dataProvider = jsonServerProvider(${api}, (url, options) =>`,
    '  fetchUtils.fetchJson(url, { ...options, user }),',
    ');',
    `const { data } = await dataProvider.${call};`,
  ].join('\n');
}

function refine(origin: string, isAuthorised: boolean, call: string): string {
  const api = JSON.stringify(`${origin}/api`);
  const token = [
    `axiosInstance.defaults.headers.common.Authorization = \`Bearer \${process.env.${TOKEN_VARIABLE}}\`;`,
  ];
  return [
    `import simpleRest${isAuthorised ? ', { axiosInstance }' : ''} from '@refinedev/simple-rest';`,
    '',
    ...(isAuthorised ? token : []),
    `const dataProvider = simpleRest(${api});`,
    `const { data } = await dataProvider.${call};`,
  ].join('\n');
}
