// A Worker without a framework: the lower bound of the CPU time.
const ITEM = `SELECT json_object('id', ?1, 'name', 'Ada Lovelace') AS body`;
const PAGE = `SELECT json_object('id', value, 'page', ?1, 'name', 'Ada Lovelace') AS body FROM json_each('[1,2,3,4,5,6,7,8,9,10]')`;
const JSON_TYPE = { 'content-type': 'application/json' };

export default {
  /**
   * @param {Request} request
   * @param {{ DB: D1Database }} env
   */
  async fetch(request, { DB }) {
    const { pathname, searchParams } = new URL(request.url);
    if (pathname === '/hello') return Response.json({ message: 'Hello!' });
    const isPage = pathname === '/items';
    const value = isPage ? searchParams.get('_page') : pathname.slice('/items/'.length);
    const [result] = await DB.batch([DB.prepare(isPage ? PAGE : ITEM).bind(value)]);
    const bodies = (result?.results ?? []).map((row) => Object(row).body);
    if (isPage) return new Response(`[${bodies.join(',')}]`, { headers: JSON_TYPE });
    const headers = { ...JSON_TYPE, etag: '"1"' };
    const isStored = request.headers.get('if-none-match') === '"1"';
    return new Response(isStored ? null : bodies[0], { status: isStored ? 304 : 200, headers });
  },
};
