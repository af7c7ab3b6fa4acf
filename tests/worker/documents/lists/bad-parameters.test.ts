import { describe, expect, it } from 'vitest';
import { readProblem } from '../../../support/worker/documents.ts';
import { call } from '../../../support/worker/worker.ts';

describe('the response to a list with a bad parameter is 400 with its name and value', () => {
  it.each([
    ['/api/users?_page=0', '_page', '0'],
    ['/api/users?_page=x', '_page', 'x'],
    ['/api/users?_page=1.5', '_page', '1.5'],
    ['/api/users?_page=9007199254740991&_limit=10000', '_page', '9007199254740991'],
    ['/api/users?_page=1&_page=2', '_page', '1 and 2'],
    ['/api/users?_page=1&_limit=0', '_limit', '0'],
    ['/api/users?_limit=abc', '_limit', 'abc'],
    ['/api/users?_limit=10001', '_limit', '10001'],
    ['/api/users?_end=9999999999999999999', '_end', '9999999999999999999'],
    ['/api/users?_order=up&_sort=name', '_order', 'up'],
    ['/api/users?_sort=--name', '_sort', '--name'],
    ['/api/users?_sort=-name&_order=asc', '_order', 'asc'],
    ['/api/users?_sort=a&_sort=b', '_sort', 'a and b'],
    ["/api/users?na'me=1", "na'me", '1'],
    ['/api/users?a..b=1', 'a..b', '1'],
    ['/api/users?_where=1', '_where', '1'],
    ['/api/users?_per_page_gte=1', '_per_page_gte', '1'],
    ['/api/users?_Page=1', '_Page', '1'],
    ['/api/pictures?_foo=1', '_foo', '1'],
    ['/api/users/1?t=1', 't', '1'],
    ['/api/users?_page[]=1&_page[]=2', '_page', '1 and 2'],
    ['/api/users?name_startsWith=Y', 'name_startsWith', 'Y'],
    ['/api/users?bio_contains=Y', 'bio_contains', 'Y'],
    ['/api/users?age_GTE=1', 'age_GTE', '1'],
    ['/api/users?name_in=Yan', 'name_in', 'Yan'],
    ['/api/pictures?title_startsWith=P', 'title_startsWith', 'P'],
    ['/api/users?name:startswith=Y', 'name:startswith', 'Y'],
    ['/api/users?nick:near=Y', 'nick:near', 'Y'],
    ['/api/pictures?title:is=P', 'title:is', 'P'],
    ['/api/pictures?nope:eq=P', 'nope:eq', 'P'],
    ['/api/users?age[gte]=1', 'age[gte]', '1'],
    ['/api/users?_where={"name":{"neq":"x"}}', '_where', 'at /name/neq'],
    ['/api/pictures?_where={"or":[{"nope":1}]}', '_where', 'at /or/0/nope'],
    ['/api/users?name=%00', 'name', '\\u0000'],
    ['/api/users?_embed=posts', '_embed', 'posts'],
    ['/api/users?_expand=planet', '_expand', 'planet'],
    ['/api/pictures?nope=1', 'nope', '1'],
    ['/api/pictures?nope_like=1', 'nope_like', '1'],
    ['/api/pictures?_sort=nope', '_sort', 'nope'],
    ['/api/pictures?_fields=id,nope', '_fields', 'nope'],
    ['/api/pictures?title.x=1', 'title.x', '1'],
  ])('GET %s names the parameter %s and its value', async (path, parameter, value) => {
    const { detail, message } = await readProblem(path, 400);
    expect(detail).toContain(`parameter ${parameter} `);
    expect(detail).toContain(value);
    expect(message).toBe(detail);
  });

  it('an unknown field is 400 with the allowed fields in a strict collection, and matches nothing in a loose one', async () => {
    expect((await readProblem('/api/pictures?nope=1', 400))['detail']).toContain(
      'id, title, source, alt, userId, tags',
    );
    const response = await call('/api/users?nope=1&logged_in=true&name=Yan&_sort=äge');
    expect(await response.json()).toEqual([]);
    expect(response.headers.get('x-undeclared-fields')).toBe('nope, logged_in, %C3%A4ge');
    expect((await call('/api/users?name=Yan&id=2&_sort=name')).headers.get('x-undeclared-fields')).toBeNull();
  });
});

describe('parameters that clients of json-server send', () => {
  it.each([
    ['/api/users?id[]=1&id[]=2', [1, 2]],
    ['/api/users?id%5B%5D=1&id%5B1%5D=2&id=3', [1, 2, 3]],
    ['/api/users?name_like[]=yan&name_like[]=chr', [1, 2]],
    ['/api/pictures?userId[]=1&_=1690000000', [3]],
    ['/api/users?_=1690000000&callback=jQuery1&_limit=1', [0]],
    ['/api/users?_id=none', []],
    ['/api/users?__v=1&__v_gte=0', []],
  ])('GET %s returns the ids %j', async (path, ids) => {
    const found = (await (await call(path)).json()) as { id: number }[];
    expect(found.map(({ id }) => id)).toEqual(ids);
  });

  it('_ and callback are ignored for a document', async () => {
    expect(await (await call('/api/users/2?_=1690000000&callback=f')).json()).toEqual({ id: 2, name: 'Yan' });
  });
});
