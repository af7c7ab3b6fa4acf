import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import {
  expectAccessible,
  expectNoSidewaysScroll,
  NARROW,
  useBrowser,
  WIDE,
} from '../../support/site/browser.ts';
import { PASSES, typeErrorsOf, useExampleApp } from '../../support/site/example-app.ts';
import { TOKEN } from '../../support/worker/worker.ts';

const app = useExampleApp('refine');
useBrowser();

const PASS_TITLES = PASSES.map(({ title }) => title);

/** Waits until the table has these titles, and no other. */
function showsTitles(page: Page, titles: readonly string[]) {
  const cells = page.locator('tbody td:nth-child(3)');
  return expect.poll(() => cells.allTextContents(), { timeout: 10_000 }).toEqual(titles);
}

/** Waits until the table shows this many pictures and this page. */
function shows(page: Page, caption: string) {
  return page.getByText(caption, { exact: true }).waitFor();
}

async function search(page: Page, text: string) {
  await page.getByLabel('Search').fill(text);
  await page.getByLabel('Search').press('Enter');
}

it('the token is entered once, and a wrong one is refused with the message of the API', async () => {
  const { page, expectFaults } = await app.open('/', { token: null });
  await page.getByLabel('Token').fill('wrong');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('status').getByText('The token is not valid.').waitFor();
  await page.getByLabel('Token').fill(TOKEN);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await shows(page, 'Pictures: 16, page 1 of 2');
  await page.reload();
  await shows(page, 'Pictures: 16, page 1 of 2');
  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.getByLabel('Token').waitFor();
  expectFaults(/401/);
});

it('the token is asked for again when the API refuses it', async () => {
  const { page, expectFaults } = await app.open('/', { token: 'revoked' });
  page.on('dialog', (dialog) => dialog.accept());
  await page.getByRole('row', { name: 'Apogee' }).getByRole('button', { name: 'Delete' }).click();
  await page.getByLabel('Token').waitFor();
  await page.getByRole('status').getByText('The token is not valid.').waitFor();
  expectFaults(/401/);
});

it('the list pages, sorts and searches in the database, and sends no token', async () => {
  const { page, requests } = await app.open('/');
  await shows(page, 'Pictures: 16, page 1 of 2');
  await page.getByRole('row', { name: 'Perigee' }).getByText('Sarah').waitFor();
  await page.getByRole('button', { name: 'Next page' }).click();
  await shows(page, 'Pictures: 16, page 2 of 2');
  await showsTitles(page, PASS_TITLES.slice(6));
  await page.getByRole('button', { name: 'Previous page' }).click();
  await page.getByRole('button', { name: 'Title' }).click();
  await page
    .getByRole('columnheader', { name: 'Title' })
    .and(page.locator('[aria-sort=ascending]'))
    .waitFor();
  await showsTitles(page, ['Apogee', 'Ground track', ...PASS_TITLES.slice(0, 8)]);
  await search(page, 'map');
  await shows(page, 'Pictures: 1, page 1 of 1');
  await showsTitles(page, ['Ground track']);
  expect(requests.filter((request) => 'authorization' in request.headers())).toEqual([]);
});

describe('a form', () => {
  it('shows what the API refuses at its fields, and stores the document when it is corrected', async () => {
    const { page, expectFaults } = await app.open('/');
    await page.getByRole('button', { name: 'New picture' }).click();
    await page.getByLabel('Alternative text').fill('A new picture');
    await page.getByRole('button', { name: 'Save' }).click();
    const refused = page.locator('[aria-invalid=true]');
    await refused.nth(1).waitFor();
    for (const label of ['Title', 'Source']) {
      const id = await refused.and(page.getByLabel(label)).getAttribute('aria-describedby');
      expect(await page.locator(`[id="${id}"]`).textContent()).toMatch(/character/);
    }
    await page.getByLabel('Title').fill('Solstice');
    await page.getByLabel('Source').fill('/pictures/orbit.jpg');
    await page.getByLabel('User').selectOption('Sarah');
    await page.getByLabel('Tags').fill('sun, summer');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('table').waitFor();
    expect(await app.json('/api/pictures?title=Solstice')).toMatchObject([
      {
        title: 'Solstice',
        source: '/pictures/orbit.jpg',
        alt: 'A new picture',
        userId: 0,
        tags: ['sun', 'summer'],
      },
    ]);
    expectFaults(/422/);
  });

  it('keeps a user who does not exist', async () => {
    const id = await app.store({ title: 'Orphan', source: '/pictures/orbit.jpg', alt: '', userId: 99 });
    const { page } = await app.open('/');
    await search(page, 'Orphan');
    await page.getByRole('row', { name: 'Orphan' }).getByRole('button', { name: 'Edit' }).click();
    await page.getByLabel('Title').fill('Orphan, still');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('table').waitFor();
    expect(await app.json(`/api/pictures/${id}`)).toMatchObject({ title: 'Orphan, still', userId: 99 });
  });

  it('removes an optional field that is emptied', async () => {
    const picture = { title: 'Equinox', source: '/pictures/orbit.jpg', alt: 'x', userId: 1, tags: ['a'] };
    const id = await app.store(picture);
    const { page } = await app.open('/');
    await search(page, 'Equinox');
    await page.getByRole('row', { name: 'Equinox' }).getByRole('button', { name: 'Edit' }).click();
    await page.getByLabel('User').selectOption('Nobody');
    await page.getByLabel('Tags').fill('');
    await page.getByLabel('Alternative text').fill('');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('table').waitFor();
    expect(await app.json(`/api/pictures/${id}`)).toEqual({
      id,
      title: 'Equinox',
      source: '/pictures/orbit.jpg',
      alt: '',
    });
  });

  it('is not stored over what someone else has stored meanwhile', async () => {
    const id = await app.store({ title: 'Eclipse', source: '/pictures/orbit.jpg', alt: '' });
    const { page, expectFaults } = await app.open('/');
    await search(page, 'Eclipse');
    await page.getByRole('row', { name: 'Eclipse' }).getByRole('button', { name: 'Edit' }).click();
    await page.getByLabel('Alternative text').fill('mine');
    expect(await app.write('PATCH', `/api/pictures/${id}`, { alt: 'theirs' })).toBe(200);
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('status').getByText('Someone else has changed this').waitFor();
    expect(await app.json(`/api/pictures/${id}`)).toMatchObject({ alt: 'theirs' });
    expectFaults(/412/);
  });
});

it('deletes one document, and selected documents by one request', async () => {
  const titles = ['Debris 1', 'Debris 2', 'Debris 3'];
  for (const title of titles) await app.store({ title, source: '/pictures/orbit.jpg', alt: '' });
  const { page, requests } = await app.open('/');
  page.on('dialog', (dialog) => dialog.accept());
  await search(page, 'Debris');
  await shows(page, 'Pictures: 3, page 1 of 1');
  await page.getByRole('row', { name: 'Debris 1' }).getByRole('button', { name: 'Delete' }).click();
  await shows(page, 'Pictures: 2, page 1 of 1');
  await page.getByRole('checkbox', { name: 'Debris 2' }).check();
  await page.getByRole('checkbox', { name: 'Debris 3' }).check();
  await page.getByRole('button', { name: 'Delete selected' }).click();
  await shows(page, 'Pictures: 0, page 1 of 1');
  expect(await app.json('/api/pictures?q=Debris')).toEqual([]);
  expect(requests.filter((request) => request.method() === 'DELETE')).toHaveLength(2);
});

it.each([WIDE, NARROW])('every screen is accessible at $name', async (view) => {
  const { page, expectFaults } = await app.open('/', { token: null, view });
  await page.getByLabel('Token').fill(TOKEN);
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('cell', { name: 'Apogee', exact: true }).waitFor();
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);
  await page.getByRole('button', { name: 'New picture' }).click();
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('Some fields are not valid').waitFor();
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);
  expectFaults(/422/);
});

it('the app has no type errors', async () => {
  expect(await typeErrorsOf('refine')).toBe('');
});
