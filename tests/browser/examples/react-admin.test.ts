import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { expectNoSidewaysScroll, NARROW, useBrowser } from '../../support/site/browser.ts';
import { PASSES, typeErrorsOf, useExampleApp } from '../../support/site/example-app.ts';
import { TOKEN } from '../../support/worker/worker.ts';

const app = useExampleApp('react-admin');
useBrowser();

const PASS_TITLES = PASSES.map(({ title }) => title);

/** The message below an input. */
async function messageAt(page: Page, label: string): Promise<string | null> {
  const input = page.locator('[aria-invalid=true]').and(page.getByLabel(label));
  const id = await input.getAttribute('aria-describedby');
  return page.locator(`[id="${id}"]`).textContent();
}

/** Waits until the list has these titles, and no other. */
function showsTitles(page: Page, titles: readonly string[]) {
  const cells = page.locator('tbody .column-title');
  return expect.poll(() => cells.allTextContents(), { timeout: 10_000 }).toEqual(titles);
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
    await page.getByText('The token is not valid.').waitFor();
    await page.getByLabel('Token').fill(TOKEN);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await showsRange(page, '1-10 of 16');
    await page.reload();
    await showsRange(page, '1-10 of 16');
    expectFaults(/401/);
  });
});

it('the token is asked for again when the API refuses it', async () => {
  const { page, expectFaults } = await app.open('/#/pictures/create', { token: 'revoked' });
  await page.getByLabel('Alt').fill('x');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByLabel('Token').waitFor();
  await page.getByText('The token is not valid.').waitFor();
  expectFaults(/401/);
});

describe('the list', () => {
  it('shows documents with their pictures and users, and sends no token', async () => {
    const { page, requests } = await app.open('/#/pictures');
    await showsRange(page, '1-10 of 16');
    await showsTitles(page, [
      ...['Perigee', 'Apogee', 'Terminator', 'Ground track'],
      ...PASS_TITLES.slice(0, 6),
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
    await showsTitles(page, PASS_TITLES.slice(6));
    await page.getByRole('columnheader', { name: 'Title' }).getByRole('button').click();
    await showsTitles(page, ['Apogee', 'Ground track', ...PASS_TITLES.slice(0, 8)]);
    await page.getByRole('textbox', { name: 'Search' }).fill('map');
    await showsRange(page, '1-1 of 1');
    await showsTitles(page, ['Ground track']);
    await page.getByRole('textbox', { name: 'Search' }).fill('');
    // react-admin applies the text half a second later, with the filters that it showed then.
    await showsRange(page, '1-10 of 16');
    await page.getByRole('button', { name: 'Add filter' }).click();
    await page.getByRole('menuitemcheckbox', { name: 'Tag' }).click();
    await page.getByLabel('Tag', { exact: true }).fill('night');
    await showsRange(page, '1-2 of 2');
    await showsTitles(page, ['Apogee', 'Terminator']);
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
    const [id = ''] = /\d+$/.exec(page.url()) ?? [];
    expect(await app.json(`/api/pictures/${id}`)).toEqual({
      id: Number(id),
      title: 'Solstice',
      source: '/pictures/orbit.jpg',
      alt: 'A new picture',
      userId: 0,
      tags: ['sun'],
    });
    expectFaults(/422/);
  });

  it('removes an optional field that is emptied, and keeps an empty text', async () => {
    const id = await app.store({
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
    expect(await app.json(`/api/pictures/${id}`)).toEqual({
      id,
      title: 'Equinox',
      source: '/pictures/orbit.jpg',
      alt: '',
      tags: ['a'],
    });
  });

  it('keeps a user who does not exist', async () => {
    const id = await app.store({ title: 'Orphan', source: '/pictures/orbit.jpg', alt: '', userId: 99 });
    const { page } = await app.open(`/#/pictures/${id}`);
    await page.getByLabel('Title').fill('Orphan, still');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Element updated').waitFor();
    expect(await app.json(`/api/pictures/${id}`)).toMatchObject({ title: 'Orphan, still', userId: 99 });
  });

  it('is not stored over what someone else has stored meanwhile', async () => {
    const id = await app.store({ title: 'Eclipse', source: '/pictures/orbit.jpg', alt: '' });
    const { page, expectFaults } = await app.open(`/#/pictures/${id}`);
    await page.getByLabel('Alt').fill('mine');
    expect(await app.write('PATCH', `/api/pictures/${id}`, { alt: 'theirs' })).toBe(200);
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Someone else has changed this').waitFor();
    expect(await app.json(`/api/pictures/${id}`)).toMatchObject({ alt: 'theirs' });
    await page.getByRole('button', { name: 'Refresh' }).click();
    await page.getByText('theirs').waitFor();
    await page.getByLabel('Alt').fill('both');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Element updated').waitFor();
    expect(await app.json(`/api/pictures/${id}`)).toMatchObject({ alt: 'both' });
    expectFaults(/412/);
  });
});

describe('deleting', () => {
  it('one document', async () => {
    const id = await app.store({ title: 'Decay', source: '/pictures/orbit.jpg', alt: '' });
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
      await app.store({ title, source: '/pictures/orbit.jpg', alt: '' });
    const { page, requests } = await app.open('/#/pictures?filter={"q":"Debris"}');
    await page.getByRole('checkbox', { name: 'Select all' }).check();
    await page.locator('[data-test=bulk-actions-toolbar]').getByRole('button', { name: 'Delete' }).click();
    await page.getByRole('button', { name: 'Confirm' }).click();
    await page.getByText('2 elements deleted').waitFor();
    expect(await app.json('/api/pictures?q=Debris')).toEqual([]);
    expect(requests.filter((request) => request.method() === 'DELETE')).toHaveLength(1);
  });
});

it('a user with the id 0 shows the pictures that refer to it, and is edited', async () => {
  const { page } = await app.open('/#/users');
  await page.getByRole('cell', { name: 'Sarah' }).click();
  await page.getByRole('cell', { name: 'Perigee' }).waitFor();
  await page.getByRole('cell', { name: 'Pass 00' }).waitFor();
  await page.getByRole('link', { name: 'Edit' }).click();
  await page.getByLabel('Name').fill('Sarah Kepler');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('cell', { name: 'Sarah Kepler' }).waitFor();
});

it.each(['/#/pictures', '/#/pictures/1'])('%s fits the screen of a phone', async (path) => {
  const { page } = await app.open(path, { view: NARROW });
  await page.waitForLoadState('networkidle');
  await page.getByLabel('Title').or(page.getByText('Sarah')).first().waitFor();
  await expectNoSidewaysScroll(page);
});

it('the app has no type errors', async () => {
  expect(await typeErrorsOf('react-admin')).toBe('');
});
