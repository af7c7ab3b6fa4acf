// A Worker written by hand for the users of the benchmark alone: columns instead of JSON, no validation, no entity tags,
// no search index, no cache headers. It answers the cases of cases.ts that have no condition.

interface Env {
  DB: D1Database;
}

const LIMIT = 10;
const ID = /^\/api\/users\/(\d+)$/;
const USER = `id, name, age, city, email, active, address`;
const TEXT = `id || ' ' || name || ' ' || age || ' ' || city || ' ' || email || ' ' || address`;
const CONDITIONS: Readonly<Record<string, string>> = {
  name: 'name = ?',
  age: 'age = CAST(? AS INTEGER)',
  name_like: `name LIKE '%' || ? || '%'`,
  q: `(${TEXT}) LIKE '%' || ? || '%'`,
};
const SORTABLE = ['id', 'name', 'age'];

export default {
  async fetch(request, { DB }) {
    const { pathname, searchParams } = new URL(request.url);
    const id = ID.exec(pathname)?.[1];
    if (request.method === 'POST') return create(DB, await request.json());
    if (id === undefined) return list(DB, searchParams);
    return request.method === 'PATCH' ? update(DB, id, await request.json()) : item(DB, id);
  },
} satisfies ExportedHandler<Env>;

async function item(DB: D1Database, id: string): Promise<Response> {
  const [found] = await DB.batch([DB.prepare(`SELECT ${USER} FROM users WHERE id = ?`).bind(Number(id))]);
  return respond(found?.results[0] ?? {}, [found]);
}

async function list(DB: D1Database, params: URLSearchParams): Promise<Response> {
  const filters = Object.keys(CONDITIONS).filter((name) => params.has(name));
  const where = filters.length === 0 ? '' : `WHERE ${filters.map((name) => CONDITIONS[name]).join(' AND ')}`;
  const values = filters.map((name) => params.get(name));
  const sort = SORTABLE.find((name) => name === params.get('_sort')?.split(',')[0]) ?? 'id';
  const order = params.get('_order')?.startsWith('desc') ? 'DESC' : 'ASC';
  const offset = (Number(params.get('_page') ?? 1) - 1) * LIMIT;
  const [page, total] = await DB.batch<Record<string, unknown>>([
    DB.prepare(
      `SELECT ${USER} FROM users ${where} ORDER BY ${sort} ${order}, id ${order} LIMIT ${LIMIT} OFFSET ?`,
    ).bind(...values, offset),
    DB.prepare(`SELECT count(*) AS total FROM users ${where}`).bind(...values),
  ]);
  return respond(page?.results, [page, total], 200, String(total?.results[0]?.['total']));
}

async function create(DB: D1Database, user: Record<string, unknown>): Promise<Response> {
  const [made] = await DB.batch([
    DB.prepare(`INSERT INTO users (name, age) VALUES (?, CAST(? AS INTEGER)) RETURNING ${USER}`).bind(
      user['name'],
      user['age'],
    ),
  ]);
  return respond(made?.results[0], [made], 201);
}

async function update(DB: D1Database, id: string, user: Record<string, unknown>): Promise<Response> {
  const [changed] = await DB.batch([
    DB.prepare(`UPDATE users SET age = CAST(? AS INTEGER) WHERE id = ? RETURNING ${USER}`).bind(
      user['age'],
      Number(id),
    ),
  ]);
  return respond(changed?.results[0], [changed]);
}

function respond(
  body: unknown,
  results: readonly (D1Result | undefined)[],
  status = 200,
  total?: string,
): Response {
  const sum = (name: 'rows_read' | 'rows_written') =>
    results.reduce((all, result) => all + (result?.meta[name] ?? 0), 0);
  const timing = `db;desc="rows_read=${sum('rows_read')} rows_written=${sum('rows_written')}"`;
  const headers = { 'server-timing': timing, ...(total !== undefined && { 'x-total-count': total }) };
  return Response.json(body, { status, headers });
}
