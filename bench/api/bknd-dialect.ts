import type { Dialect } from './servers.ts';

const LIMIT = 10;
/** The columns of text. The searched texts of the cases are in no number. */
const SEARCHED = ['name', 'city', 'email', 'address'];

/** bknd's API: https://docs.bknd.io/modules/data/. It returns no totals from D1. */
export const BKND: Dialect = {
  callOf(call) {
    const { pathname, searchParams } = new URL(call.path, 'http://bknd.invalid');
    const path = pathname.replace('/api/', '/api/data/entity/');
    return { ...call, path: searchParams.size === 0 ? path : `${path}?${listQuery(searchParams)}` };
  },
  documentsOf: (body) => (body as { data: unknown }).data,
  hasTotals: false,
};

/** bknd sorts by one field. */
function listQuery(params: URLSearchParams): URLSearchParams {
  const [sort] = (params.get('_sort') ?? 'id').split(',');
  const isDescending = params.get('_order')?.startsWith('desc') === true;
  const offset = (Number(params.get('_page') ?? 1) - 1) * LIMIT;
  return new URLSearchParams({
    limit: String(LIMIT),
    offset: String(offset),
    sort: `${isDescending ? '-' : ''}${sort}`,
    where: JSON.stringify(conditionOf(params)),
  });
}

function conditionOf(params: URLSearchParams): object {
  const [name, age, part, q] = ['name', 'age', 'name_like', 'q'].map((param) => params.get(param));
  return {
    ...(typeof name === 'string' && { name }),
    ...(typeof age === 'string' && { age: Number(age) }),
    ...(typeof part === 'string' && { name: contains(part) }),
    ...(typeof q === 'string' && { $or: Object.fromEntries(SEARCHED.map((field) => [field, contains(q)])) }),
  };
}

/** bknd writes the `%` of LIKE as `*`. */
function contains(text: string): object {
  return { $like: `*${text}*` };
}
