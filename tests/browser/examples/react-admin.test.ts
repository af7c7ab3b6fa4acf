import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { expectNoSidewaysScroll, useBrowser, VIEWS } from '../../support/browser.ts';
import { typeErrorsOf, useExampleApp } from '../../support/example-app.ts';
import { TOKEN, write } from '../../support/worker.ts';

const app = useExampleApp('react-admin');
useBrowser();

/** More pictures than a page has. */
const PASSES = Array.from({ length: 12 }, (_, i) => ({
  title: `Pass ${String(i).padStart(2, '0')}`,
  source: '/pictures/perigee.jpg',
  alt: 'A pass',
  userId: i % 2,
  tags: ['pass'],
}));

beforeAll(async () => {
  expect(await app.write('POST', '/api/pictures', PASSES)).toBe(201);
});

/** Stores a picture and returns its id. */
async function create(picture: object): Promise<number> {
  const response = await write('POST', '/api/pictures', picture, {}, app.server);
  return ((await response.json()) as { id: number }).id;
}

async function document(id: number): Promise<unknown> {
  return (await app.read(`/api/pictures/${id}`)).json();
}

async function list(query: string): Promise<unknown[]> {
  return (await app.read(`/api/pictures?${query}`)).json() as Promise<unknown[]>;
}

/** The message below an input. */
async function messageAt(page: Page, label: string): Promise<string | null> {
  const input = page.locator('[aria-invalid=true]').and(page.getByLabel(label));
  const id = await input.getAttribute('aria-describedby');
  return page.locator(`[id="${id}"]`).textContent();
}

/** The text of a column of the list, row by row. */
function column(page: Page, source: string) {
  return page.locator(`tbody .column-${source}`).allTextContents();
}

/** Waits until the list shows this range. */
function showsRange(page: Page, range: string) {
  return page.getByText(range, { exact: true }).waitFor();
}

describe('the token', () => {
  it('is entered once, and a wrong one is refused with the message of the API', async () => {
    const { page, expectFaults } = await app.open('/', { token: null });
    await page.getByLabel('Token').fill('wrong');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByText(/token/i).nth(1).waitFor();
    await page.getByLabel('Token').fill(TOKEN);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await showsRange(page, '1-10 of 16');
    await page.reload();
    await showsRange(page, '1-10 of 16');
    expectFaults(/401/);
  });
});

describe('the list', () => {
  it('shows documents with their pictures and users, and sends no token', async () => {
    const { page, requests } = await app.open('/#/pictures');
    await showsRange(page, '1-10 of 16');
    expect(await column(page, 'title')).toEqual([
      ...['Perigee', 'Apogee', 'Terminator', 'Ground track'],
      ...PASSES.slice(0, 6).map(({ title }) => title),
    ]);
    await page.getByRole('row', { name: 'Perigee' }).getByText('Sarah').waitFor();
    const image = page.getByRole('row', { name: 'Perigee' }).getByRole('img');
    await image.evaluate((element: HTMLImageElement) => element.decode());
    expect(requests.filter((request) => 'authorization' in request.headers())).toEqual([]);
  });

  it('pages, sorts, searches and filters in the database', async () => {
    const { page } = await app.open('/#/pictures');
    await page.getByRole('button', { name: 'Go to next page' }).click();
    await showsRange(page, '11-16 of 16');
    expect(await column(page, 'title')).toEqual(PASSES.slice(6).map(({ title }) => title));
    await page.getByRole('columnheader', { name: 'Title' }).getByRole('button').click();
    await page.getByRole('cell', { name: 'Apogee' }).waitFor();
    expect((await column(page, 'title')).slice(0, 3)).toEqual(['Apogee', 'Ground track', 'Pass 00']);
    await page.getByRole('textbox', { name: 'Search' }).fill('map');
    await showsRange(page, '1-1 of 1');
    expect(await column(page, 'title')).toEqual(['Ground track']);
    await page.getByRole('textbox', { name: 'Search' }).fill('');
    await page.getByRole('button', { name: 'Add filter' }).click();
    await page.getByRole('menuitemcheckbox', { name: 'Tag' }).click();
    await page.getByLabel('Tag', { exact: true }).fill('night');
    await showsRange(page, '1-2 of 2');
    expect(await column(page, 'title')).toEqual(['Apogee', 'Terminator']);
  });
});

describe('a form', () => {
  it('shows what the API refuses at its inputs, and stores the document when it is corrected', async () => {
    const { page, expectFaults } = await app.open('/#/pictures/create');
    await page.getByLabel('Alt').fill('A new picture');
    await page.getByRole('button', { name: 'Save' }).click();
    expect(await messageAt(page, 'Title')).toBe('This field is required');
    expect(await messageAt(page, 'Source')).toBe('This field is required');
    await page.getByLabel('Title').fill('Solstice');
    await page.getByLabel('Source').fill('/pictures/orbit.jpg');
    await page.getByLabel('User').click();
    await page.getByRole('option', { name: 'Sarah' }).click();
    await page.getByLabel('Tags').fill('sun');
    await page.getByLabel('Tags').press('Enter');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.waitForURL(/pictures\/\d+$/);
    const [stored] = await list('title=Solstice');
    expect(stored).toMatchObject({
      title: 'Solstice',
      source: '/pictures/orbit.jpg',
      alt: 'A new picture',
      userId: 0,
      tags: ['sun'],
    });
    expectFaults(/422/);
  });

  it('removes an optional field that is emptied, and keeps an empty text', async () => {
    const id = await create({
      title: 'Equinox',
      source: '/pictures/orbit.jpg',
      alt: 'x',
      userId: 1,
      tags: ['a'],
    });
    const { page } = await app.open(`/#/pictures/${id}`);
    await page.getByLabel('Alt').fill('');
    await page.getByLabel('User').hover();
    await page.getByLabel('Clear value').click();
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Element updated').waitFor();
    expect(await document(id)).toEqual({
      id,
      title: 'Equinox',
      source: '/pictures/orbit.jpg',
      alt: '',
      tags: ['a'],
    });
  });

  it('is not stored over what someone else has stored meanwhile', async () => {
    const id = await create({ title: 'Eclipse', source: '/pictures/orbit.jpg', alt: '' });
    const { page, expectFaults } = await app.open(`/#/pictures/${id}`);
    await page.getByLabel('Alt').fill('mine');
    expect(await app.write('PATCH', `/api/pictures/${id}`, { alt: 'theirs' })).toBe(200);
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Someone else has changed this').waitFor();
    expect(await document(id)).toMatchObject({ alt: 'theirs' });
    await page.getByRole('button', { name: 'Refresh' }).click();
    await page.getByText('theirs').waitFor();
    await page.getByLabel('Alt').fill('both');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Element updated').waitFor();
    expect(await document(id)).toMatchObject({ alt: 'both' });
    expectFaults(/412/);
  });
});

describe('deleting', () => {
  it('one document', async () => {
    const id = await create({ title: 'Decay', source: '/pictures/orbit.jpg', alt: '' });
    const { page } = await app.open('/#/pictures?filter={"q":"Decay"}');
    await page.getByRole('row', { name: 'Decay' }).click();
    await page.getByRole('link', { name: 'Edit' }).click();
    await page.getByRole('button', { name: 'Delete' }).click();
    await page.getByRole('button', { name: 'Confirm' }).click();
    await page.getByText('Element deleted').waitFor();
    expect((await app.read(`/api/pictures/${id}`)).status).toBe(404);
  });

  it('selected documents by one request', async () => {
    for (const title of ['Debris 1', 'Debris 2'])
      await create({ title, source: '/pictures/orbit.jpg', alt: '' });
    const { page, requests } = await app.open('/#/pictures?filter={"q":"Debris"}');
    await page.getByRole('checkbox', { name: 'Select all' }).check();
    await page.locator('[data-test=bulk-actions-toolbar]').getByRole('button', { name: 'Delete' }).click();
    await page.getByRole('button', { name: 'Confirm' }).click();
    await page.getByText('2 elements deleted').waitFor();
    expect(await list('q=Debris')).toEqual([]);
    expect(requests.filter((request) => request.method() === 'DELETE')).toHaveLength(1);
  });
});

it('a user with the id 0 shows the pictures that refer to it, and is edited', async () => {
  const { page } = await app.open('/#/users');
  await page.getByRole('cell', { name: 'Sarah' }).click();
  await page.getByRole('cell', { name: 'Perigee' }).waitFor();
  expect(await column(page, 'title')).toContain('Pass 00');
  await page.getByRole('link', { name: 'Edit' }).click();
  await page.getByLabel('Name').fill('Sarah Kepler');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('cell', { name: 'Sarah Kepler' }).waitFor();
});

it.each(['/#/pictures', '/#/pictures/1', '/#/pictures/1/show', '/#/users', '/#/users/0/show'])(
  '%s fits the screen of a phone',
  async (path) => {
    const { page } = await app.open(path, { view: VIEWS[2] });
    await page.waitForLoadState('networkidle');
    await page.getByLabel('Title').or(page.getByText('Sarah')).first().waitFor();
    await expectNoSidewaysScroll(page);
  },
);

it('the app has no type errors', async () => {
  expect(await typeErrorsOf('react-admin')).toBe('');
});
