import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import {
  fillEditor,
  look,
  scriptSizes,
  sumOf,
  useBrowser,
  useToken,
  VIEWS,
  visit,
} from '../support/site/browser.ts';
import { useExploredSite } from '../support/site/explored-site.ts';
import { TOKEN } from '../support/worker/worker.ts';

const site = useExploredSite();
useBrowser();

/** Opens a page, as a client with the token unless it says otherwise. */
async function open(path: string, { token = TOKEN }: { token?: string | null } = {}) {
  const visited = await visit({ origin: site.origin() });
  const { page } = visited;
  if (token !== null) {
    await useToken(page, token);
  }
  await page.goto(path);
  await page.locator('main .strip').first().waitFor();
  return visited;
}

const strip = (page: Page, name = 'The request behind this screen') => page.getByRole('region', { name });
const query = (page: Page) => Object.fromEntries(new URL(page.url()).searchParams);
const cells = (page: Page, column: number) =>
  page.locator(`table.documents tbody tr > :nth-child(${column})`).allInnerTexts();
const count = (page: Page, text: string) => page.getByRole('heading', { name: text, exact: true }).waitFor();

describe('the collections', () => {
  it('are those that the caller may read, with their totals', async () => {
    const { page } = await open('/data', { token: null });
    const names = page.locator('.collection h2');
    await page.getByText('240 documents').waitFor();
    expect(await names.allInnerTexts()).toEqual(['users', 'pictures', 'stars', 'notes', 'settings']);
    await page.getByRole('button', { name: 'Token: none' }).click();
    await page.getByLabel('Token', { exact: true }).fill(TOKEN);
    await page.keyboard.press('Enter');
    await page.getByRole('link', { name: 'voyages', exact: true }).waitFor();
    expect(await names.allInnerTexts()).toContain('voyages');
  });
});

describe('a list', () => {
  it('is searched, filtered, sorted and paged by the parameters of the API in the URL', async () => {
    const { page } = await open('/data/stars', { token: null });
    await count(page, '20 of 240 documents');
    await page.getByLabel('Search').fill('Star 01');
    await page.keyboard.press('Enter');
    await count(page, '10 documents');
    expect(query(page)).toEqual({ q: 'Star 01' });
    await page.getByLabel('Value of kind').selectOption('giant');
    await page.getByRole('button', { name: 'Apply' }).click();
    await count(page, '3 documents');
    expect(query(page)).toEqual({ q: 'Star 01', kind: 'giant' });
    await page.locator('button:focus').getByText('Apply').waitFor();
    await page.getByRole('button', { name: 'name' }).click();
    await page.locator('[aria-sort="ascending"]').waitFor();
    await page.getByRole('button', { name: 'name' }).click();
    await page.locator('[aria-sort="descending"]').waitFor();
    await strip(page).getByText('_sort=-name').waitFor();
    expect(await cells(page, 3)).toEqual(['Star 018', 'Star 015', 'Star 012']);
    await page.getByRole('link', { name: 'Star 018' }).click();
    await page.getByRole('heading', { name: 'Star 018' }).waitFor();
    await page.goBack();
    await page.goBack();
    await page.goBack();
    await page.goBack();
    await count(page, '10 documents');
    await page.getByRole('button', { name: 'Clear' }).click();
    await page.waitForURL(/\/data\/stars$/);
  });

  it('is paged by the cursors of Link, and moves the focus to the results', async () => {
    const { page } = await open('/data/stars?_sort=name&_limit=10', { token: null });
    expect((await cells(page, 3)).at(-1)).toBe('Star 009');
    await page.getByRole('button', { name: 'Next' }).click();
    await page.getByText('Star 010').waitFor();
    expect(Object.keys(query(page))).toContain('_after');
    await page.locator('.results-title:focus').waitFor();
    await page.getByRole('button', { name: 'Next' }).click();
    await page.getByText('Star 020').waitFor();
    await page.getByRole('button', { name: 'Previous' }).click();
    await page.getByText('Star 010').waitFor();
    expect(Object.keys(query(page))).toContain('_before');
    await page.goBack();
    await page.getByText('Star 020').waitFor();
    await page.getByRole('combobox', { name: 'Rows' }).selectOption('100');
    await count(page, '100 of 240 documents');
    expect(query(page)).toEqual({ _sort: 'name', _limit: '100' });
  });

  it('shows chosen columns, which the URL remembers', async () => {
    const { page } = await open('/data/pictures', { token: null });
    await page.getByText('Columns').first().click();
    await page.getByLabel('alt', { exact: true }).uncheck();
    await page.waitForURL(/_fields=/);
    await page.reload({ waitUntil: 'networkidle' });
    const headers = (await page.getByRole('columnheader').allInnerTexts()).map((text) => text.split(' ')[0]);
    expect(headers).toEqual(['id', 'title', 'source', 'userId', 'tags']);
    await page.getByRole('link', { name: 'Sarah 0' }).first().waitFor();
  });

  it('that needs an index shows which, and one that reads much shows what it read', async () => {
    const { page, expectFaults } = await open('/data/stars', { token: null });
    await page.getByRole('button', { name: 'magnitude' }).click();
    const problem = page.getByRole('alert').filter({ hasText: 'Query needs an index' });
    await problem.waitFor();
    expect(await problem.textContent()).toMatch(/indexes: \['magnitude'\]/);
    expectFaults(/400/);
    const trusted = await open('/data/stars?_sort=magnitude&_limit=10');
    const hint = trusted.page.locator('.hint-panel');
    await hint.waitFor();
    expect(await hint.textContent()).toContain(
      "indexes: ['name', 'kind', 'magnitude'] in src/collections.ts",
    );
  });

  it('shows, changes and removes a filter that is JSON', async () => {
    const where = { or: [{ name: 'Star 001' }, { name: { startsWith: 'Star 23' } }] };
    const { page } = await open(`/data/stars?_where=${JSON.stringify(where)}`);
    await count(page, '11 documents');
    await page.getByText('Filters (1)').waitFor();
    const json = page.getByLabel('JSON of _where');
    expect(JSON.parse(await json.inputValue())).toEqual(where);
    await json.fill('{"name": ');
    await page.getByRole('button', { name: 'Apply' }).click();
    await page.getByRole('alert').filter({ hasText: '_where is not a JSON object' }).waitFor();
    await json.fill('{ "name": "Star 002" }');
    await page.getByRole('button', { name: 'Apply' }).click();
    await count(page, '1 document');
    expect(query(page)).toEqual({ _where: '{"name":"Star 002"}' });
    await page.getByRole('button', { name: 'Remove _where' }).click();
    await count(page, '20 of 240 documents');
    expect(query(page)).toEqual({});
  });

  it('tells an empty collection from one in which nothing matches', async () => {
    const { page } = await open('/data/notes', { token: null });
    await page.getByRole('heading', { name: 'No documents here' }).waitFor();
    await page.goto('/data/stars?name=none');
    await page.getByRole('heading', { name: 'No document matches' }).waitFor();
    await page.getByRole('button', { name: 'Show all documents' }).click();
    await count(page, '20 of 240 documents');
  });

  it('is exported with the present filter, by a link or with the token', async () => {
    const anonymous = await open('/data/stars?kind=giant&_sort=name', { token: null });
    await anonymous.page.getByText('Export').click();
    const [file] = await Promise.all([
      anonymous.page.waitForEvent('download'),
      anonymous.page.getByRole('link', { name: 'NDJSON, all that match' }).click(),
    ]);
    expect(file.url()).toBe(`${site.origin()}/api/stars?kind=giant&_sort=name&_format=ndjson`);
    const { page } = await open('/data/voyages?status=done');
    await page.getByText('Export').click();
    const [saved] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'CSV, all that match' }).click(),
    ]);
    expect(saved.suggestedFilename()).toBe('voyages.csv');
    await page.getByText('Saved voyages.csv.').waitFor();
  });

  it('loses its chosen documents with one request', async () => {
    for (const name of ['Bulk A', 'Bulk B', 'Bulk C']) await site.write('POST', '/api/notes', { name });
    const { page } = await open('/data/notes?_sort=id');
    await count(page, '3 documents');
    await page.getByLabel('Choose all rows').check();
    await page.getByRole('checkbox').nth(1).uncheck();
    await page.getByRole('button', { name: 'Delete 2 documents' }).click();
    const dialog = page.getByRole('dialog', { name: 'Delete 2 documents?' });
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await page.getByRole('button', { name: 'Delete 2 documents' }).click();
    await dialog.getByRole('button', { name: 'Delete 2 documents' }).click();
    await page.getByRole('status').getByText('Deleted 2 documents of notes.').waitFor();
    await count(page, '1 document');
    await strip(page, 'The last write').getByText('DELETE').waitFor();
    expect(await strip(page, 'The last write').textContent()).toMatch(/\/api\/notes\?id=\d+&id=\d+/);
  });
});

describe('a document', () => {
  it('leads to its parent, and the parent to all that refer to it', async () => {
    const { page } = await open('/data/pictures', { token: null });
    await page.getByRole('link', { name: 'Sarah 0' }).first().click();
    await page.getByRole('heading', { name: 'Sarah' }).waitFor();
    await page.getByRole('link', { name: 'All 2 in pictures' }).click();
    await page.waitForURL('**/data/pictures?userId=0');
    await count(page, '2 documents');
    expect(await page.getByLabel('Value of userId').inputValue()).toBe('0');
  });

  it('is created once the server refuses none of its values', async () => {
    const { page, expectFaults } = await open('/data/pictures', { token: null });
    await page.getByRole('button', { name: 'New document' }).click();
    await page.getByLabel('Token', { exact: true }).fill(TOKEN);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'New in pictures' }).waitFor();
    await page.getByRole('button', { name: 'Create' }).click();
    await page.getByRole('alert').getByText('Invalid document').waitFor();
    expectFaults(/422/);
    const title = page.getByLabel('title required');
    expect(await title.getAttribute('aria-invalid')).toBe('true');
    expect(await title.evaluate((input) => input === document.activeElement)).toBe(true);
    await title.fill('Moon');
    await page.getByLabel('source required').fill('/pictures/orbit.jpg');
    await page.getByLabel('alt required').fill('The Moon');
    await page.getByLabel('userId').fill('1');
    await page.getByLabel('tags').fill('moon\nnight');
    await page.getByRole('button', { name: 'Create' }).click();
    await page
      .getByRole('status')
      .getByText(/Created pictures\/\d+\./)
      .waitFor();
    await page.getByRole('heading', { name: 'Moon' }).waitFor();
    expect(await strip(page, 'The last write').textContent()).toContain('POST');
    await page.getByRole('tab', { name: 'JSON' }).click();
    const json = await page.getByRole('region', { name: 'The document as JSON' }).textContent();
    expect(JSON.parse(json ?? '')).toMatchObject({ title: 'Moon', userId: 1, tags: ['moon', 'night'] });
  });

  it('is created once when its first response is lost', async () => {
    const { page, expectFaults } = await open('/data/notes#new');
    await page.getByRole('tab', { name: 'JSON' }).click();
    const editor = page.locator('.cm-content');
    await editor.waitFor();
    await fillEditor(editor, '{"name":"Once"}');
    await page.route(
      '**/api/notes',
      async (route) => {
        await route.fetch();
        await route.abort('connectionreset');
      },
      { times: 1 },
    );
    await page.getByRole('button', { name: 'Create' }).click();
    await page.getByRole('alert').getByText('No response', { exact: true }).waitFor();
    expectFaults(/ERR_CONNECTION_RESET/);
    await page.getByRole('button', { name: 'Create' }).click();
    await page.getByRole('status').getByText('Created notes/').waitFor();
    await page.goto('/data/notes?name=Once');
    await count(page, '1 document');
  });

  it('is edited by a form of every kind of field, which sends only what changed', async () => {
    const { page } = await open('/data/voyages/1');
    await page.getByRole('button', { name: 'Edit' }).click();
    await page.getByLabel('status').selectOption('under way');
    await page.getByLabel('crew required').fill('3');
    await page.getByLabel('crewed').selectOption('true');
    await page.getByLabel('launch').fill('1960-02-03');
    await page.getByRole('group', { name: 'orbit' }).getByLabel('inclination').fill('65.2');
    await page.getByLabel('ports').fill('');
    await page.getByLabel('log').fill('[{"day":2,"note":"Home"}]');
    const [request] = await Promise.all([
      page.waitForRequest((sent) => sent.method() === 'PATCH'),
      page.getByRole('button', { name: 'Save' }).click(),
    ]);
    expect(request.postDataJSON()).toEqual({
      status: 'under way',
      crew: 3,
      crewed: true,
      launch: '1960-02-03',
      orbit: { inclination: 65.2 },
      ports: null,
      log: [{ day: 2, note: 'Home' }],
    });
    expect(request.headers()['if-match']).toMatch(/^"\d+-\d+"$/);
    await page.getByRole('status').getByText('Saved voyages/1.').waitFor();
  });

  it('is replaced when it is edited as JSON', async () => {
    const { page } = await open('/data/voyages/2#edit');
    await page.getByRole('tab', { name: 'JSON' }).click();
    const editor = page.locator('.cm-content');
    await editor.waitFor();
    await fillEditor(editor, '[1]');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('alert').getByText('A document is a JSON object').waitFor();
    const document = {
      name: 'Far side',
      status: 'done',
      crew: 4,
      crewed: true,
      orbit: { perigee: 1, apogee: 2 },
    };
    await fillEditor(editor, JSON.stringify({ id: 2, ...document, landed: null }));
    const [request] = await Promise.all([
      page.waitForRequest((sent) => sent.method() === 'PUT'),
      page.getByRole('button', { name: 'Save' }).click(),
    ]);
    expect(request.headers()['if-match']).toBeDefined();
    await page.getByRole('status').getByText('Saved voyages/2.').waitFor();
  });

  it('that somebody else changed meanwhile keeps the changes of both', async () => {
    await site.write('PUT', '/api/users/3', { name: 'Elian', city: 'Oslo', team: 'blue', age: 30 });
    const { page, expectFaults } = await open('/data/users/3#edit');
    await page.getByLabel('name required').fill('Elian B.');
    await page.getByLabel('city').fill('Bergen');
    await site.write('PATCH', '/api/users/3', { city: 'Paris', team: 'red' });
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('heading', { name: 'Somebody else changed this document' }).waitFor();
    expectFaults(/412/);
    const choice = (field: string, version: string) =>
      page.getByRole('group', { name: field }).getByRole('radio', { name: version });
    expect(await choice('name', 'Mine').isChecked()).toBe(true);
    expect(await choice('city', 'Mine').isChecked()).toBe(true);
    expect(await choice('team', 'Theirs').isChecked()).toBe(true);
    await choice('city', 'Theirs').check();
    // A third version in between.
    await site.write('PATCH', '/api/users/3', { age: 31 });
    await page.getByRole('button', { name: 'Save the chosen values' }).click();
    await page.getByRole('group', { name: 'age' }).waitFor();
    expectFaults(/412/);
    await page.getByRole('button', { name: 'Back to the form' }).click();
    expect(await page.getByLabel('name required').inputValue()).toBe('Elian B.');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('status').getByText('Saved users/3.').waitFor();
    await page.getByRole('tab', { name: 'JSON' }).click();
    const json = await page.getByRole('region', { name: 'The document as JSON' }).textContent();
    expect(JSON.parse(json ?? '')).toEqual({ id: 3, name: 'Elian B.', city: 'Paris', team: 'red', age: 31 });
  });

  it('is duplicated, and the copy deleted unless it has changed', async () => {
    const { page, expectFaults } = await open('/data/users/2');
    await page.getByRole('button', { name: 'Duplicate' }).click();
    await page.getByRole('heading', { name: 'Copy of users/2' }).waitFor();
    await page.getByLabel('name required').fill('Yan’s copy');
    await page.getByRole('button', { name: 'Create' }).click();
    await page.getByRole('heading', { name: 'Yan’s copy' }).waitFor();
    const { pathname } = new URL(page.url());
    await site.write('PATCH', pathname.replace('/data', '/api'), { city: 'Rome' });
    await page.getByRole('button', { name: 'Delete' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Delete' }).click();
    await dialog.getByText('Precondition failed').waitFor();
    expectFaults(/412/);
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await page.reload({ waitUntil: 'networkidle' });
    await page.getByRole('button', { name: 'Delete' }).click();
    await dialog.getByRole('button', { name: 'Delete' }).click();
    await page.getByRole('status').getByText('Deleted users/').waitFor();
    await page.waitForURL('**/data/users');
    await page.locator('h1:focus').getByText('users').waitFor();
  });

  it('of a singleton is created and edited at the URL of its collection', async () => {
    const { page, expectFaults } = await open('/data/settings');
    expectFaults(/404/);
    await page.getByRole('button', { name: 'Create the document' }).click();
    await page.getByLabel('title required').fill('My site');
    await page.getByLabel('theme').selectOption('dark');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('status').getByText('Saved settings.').waitFor();
    await page.getByText('My site').waitFor();
  });
});

it('a save that is refused or gets no response loses nothing that was typed, and says why', async () => {
  const { page, expectFaults } = await open('/data/users/1#edit');
  const name = page.getByLabel('name required');
  await name.fill('Typed once');
  for (const [status, code, title] of [
    [401, 'token-invalid', 'Token not valid'],
    [403, 'scope-required', 'Scope required'],
    [409, 'id-taken', 'Id taken'],
    [413, 'body-too-large', 'Body too large'],
    [415, 'unsupported-media-type', 'Unsupported media type'],
    [429, 'rate-limited', 'Too many requests'],
    [503, 'write-unconfirmed', 'Write not confirmed'],
  ] as const) {
    await page.route(
      '**/api/users/1',
      (route) =>
        route.fulfill({
          status,
          headers: { 'content-type': 'application/problem+json' },
          body: JSON.stringify({ code, title, status, detail: `The detail of ${code}.` }),
        }),
      { times: 1 },
    );
    await page.getByRole('button', { name: 'Save' }).click();
    const alert = page.getByRole('alert').filter({ hasText: title });
    await alert.getByText(`The detail of ${code}.`).waitFor();
    expectFaults(new RegExp(`${status}`));
    const link = alert.getByRole('link', { name: `What ${code} means` });
    expect(await link.getAttribute('href')).toBe(`/problems/${code}`);
  }
  // The collections cannot be read again, when the token changes.
  await page.route('**/api', (route) => route.abort('connectionrefused'), { times: 1 });
  await Promise.all([
    page.waitForEvent('console', (message) => message.text().includes('ERR_CONNECTION_REFUSED')),
    page.evaluate(() => window.dispatchEvent(new Event('perigee-token'))),
  ]);
  expectFaults(/ERR_CONNECTION_REFUSED/);
  expect(await name.inputValue()).toBe('Typed once');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('status').getByText('Saved users/1.').waitFor();
});

describe('what cannot be shown', () => {
  it('is a collection that does not exist, with those that do', async () => {
    const { page, expectFaults } = await open('/data/nothing', { token: null });
    await page.getByText('There is no collection "nothing"').waitFor();
    expectFaults(/404/);
    await page.getByRole('link', { name: 'stars' }).click();
    await count(page, '20 of 240 documents');
  });

  it.each([
    ['a document that does not exist', '/data/users/none', 'No such document', /404/],
    ['a parameter that is not valid', '/data/users?_limit=x', 'Invalid query parameter', /400/],
  ])('is %s, in the words of the problem', async (_, path, title, fault) => {
    const { page, expectFaults } = await open(path, { token: null });
    await page.getByRole('alert').getByText(title).waitFor();
    expectFaults(fault);
  });

  it('is what a server that fails or is out of reach does not send, until it does', async () => {
    const { page, expectFaults } = await visit({ origin: site.origin() });
    const busy = {
      code: 'database-busy',
      title: 'Database busy',
      detail: 'The database is busy.',
      status: 503,
    };
    await page.route(
      '**/api/stars?*',
      (route) =>
        route.fulfill({
          status: 503,
          headers: { 'content-type': 'application/problem+json', 'retry-after': '1' },
          body: JSON.stringify(busy),
        }),
      { times: 1 },
    );
    await page.goto('/data/stars');
    await page.getByRole('alert').getByText('The server asks to wait 1 s').waitFor();
    expectFaults(/503/);
    await page.route('**/api/stars?*', (route) => route.abort('connectionrefused'), { times: 1 });
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByRole('alert').getByText('No response', { exact: true }).waitFor();
    expectFaults(/ERR_CONNECTION_REFUSED/);
    await page.getByRole('button', { name: 'Try again' }).click();
    await count(page, '20 of 240 documents');
  });
});

it.each(VIEWS)('a table and a form of every kind of field are accessible at $name', async (view) => {
  const { page } = await visit({ origin: site.origin(), view });
  await useToken(page, TOKEN);
  for (const [name, path, shown] of [
    ['wide', '/data/voyages', 'table.documents'],
    ['odd-document', '/data/voyages/1', '.strip'],
    ['odd-form', '/data/voyages/1#edit', '.document-form'],
    ['reads-much', '/data/stars?_sort=magnitude&_limit=10', '.hint-panel'],
    [
      'where',
      '/data/stars?_where={"or":[{"kind":"giant"},{"name":{"startsWith":"Star 00"}}]}',
      '.where-filter',
    ],
  ] as const) {
    await page.goto('about:blank');
    await page.goto(path);
    await page.locator(shown).first().waitFor();
    await look(page, `data-${name}`, view);
  }
});

it('the scripts of a page have at most 60 kB compressed, the editor apart', async () => {
  for (const path of ['/data', '/data/pictures', '/data/pictures/1']) {
    const { page } = await visit({ origin: site.origin() });
    const total = sumOf(await scriptSizes(page, path));
    expect(total, path).toBeGreaterThan(5_000);
    expect(total, path).toBeLessThanOrEqual(60_000);
  }
});
