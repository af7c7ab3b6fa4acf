import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { useBrowser, visit } from '../support/browser.ts';
import { useExploredSite } from '../support/explored-site.ts';
import { TOKEN } from '../support/worker.ts';

const site = useExploredSite();
useBrowser();

/** Opens a page, as a client with the token unless it says otherwise. */
async function open(path: string, { token = TOKEN }: { token?: string | null } = {}) {
  const visited = await visit({ origin: site.origin() });
  const { page } = visited;
  if (token !== null) {
    await page.addInitScript((value) => sessionStorage.setItem('perigee-token', value), token);
  }
  await page.goto(path, { waitUntil: 'networkidle' });
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
    const names = page.locator('.collection strong');
    await page.getByText('240 documents').waitFor();
    expect(await names.allInnerTexts()).toEqual(['users', 'pictures', 'stars', 'notes', 'settings']);
    await page.getByRole('button', { name: 'Token: none' }).click();
    await page.getByLabel('Token', { exact: true }).fill(TOKEN);
    await page.keyboard.press('Enter');
    await page.getByText('voyages').waitFor();
    expect(await names.allInnerTexts()).toContain('voyages');
  });
});

describe('a list', () => {
  it('is searched, filtered, sorted and paged by the parameters of the API in the URL', async () => {
    const { page } = await open('/data/stars', { token: null });
    await count(page, '20 of At least 240 documents').catch(() => undefined);
    await page.getByLabel('Search').fill('Star 01');
    await page.keyboard.press('Enter');
    await count(page, '10 documents');
    expect(query(page)).toEqual({ q: 'Star 01' });
    await page.getByLabel('Value of kind').selectOption('giant');
    await page.getByRole('button', { name: 'Apply' }).click();
    await count(page, '3 documents');
    expect(query(page)).toEqual({ q: 'Star 01', kind: 'giant' });
    await page.getByRole('button', { name: 'name' }).click();
    await page
      .getByRole('columnheader', { name: 'name', exact: false })
      .and(page.locator('[aria-sort="ascending"]'))
      .waitFor();
    await page.getByRole('button', { name: 'name' }).click();
    await page.locator('[aria-sort="descending"]').waitFor();
    await strip(page).getByText('_sort=-name').waitFor();
    expect(await cells(page, 3)).toEqual(['Star 018', 'Star 015', 'Star 012']);
    await page.goBack();
    await page.goBack();
    await page.goBack();
    await count(page, '10 documents');
    await page.getByRole('button', { name: 'Clear' }).click();
    await page.waitForURL(/\/data\/stars$/);
  });
});
