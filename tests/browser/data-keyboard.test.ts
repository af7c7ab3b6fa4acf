import type { Page } from 'playwright-core';
import { beforeAll, expect, it } from 'vitest';
import { retype, tabTo, useBrowser, visit } from '../support/site/browser.ts';
import { useSite } from '../support/site/site.ts';
import { TOKEN, write } from '../support/worker/worker.ts';

const site = useSite();
useBrowser();

/** Sends a request as another client does. */
const writeElsewhere = async (method: string, path: string, body?: unknown) => {
  await (await write(method, path, body, {}, site.server)).arrayBuffer();
};

beforeAll(async () => {
  const names = Array.from({ length: 24 }, (_, i) => ({ name: `Crew ${String(i).padStart(2, '0')}` }));
  await writeElsewhere('POST', '/api/users', names);
  await writeElsewhere('POST', '/api/users', { id: 'tab', name: 'Tabitha', city: 'Oslo', team: 'blue' });
});

/** Opens a page. The Tab key begins at its top. */
async function open(path: string): Promise<Page> {
  const { page } = await visit({ origin: site.origin() });
  await page.goto(path);
  await page.locator('main .strip').first().waitFor();
  return page;
}

const heading = (page: Page, name: string) => page.getByRole('heading', { name, exact: true }).waitFor();
const status = (page: Page, text: string) => page.getByRole('status').getByText(text).waitFor();

/** Types the token into the dialog that has opened. */
async function typeToken(page: Page): Promise<void> {
  await page.locator('[data-token-input]:focus').waitFor();
  await page.keyboard.type(TOKEN);
  await page.keyboard.press('Enter');
}

/** Gives the tab the token from the button at the top, where the focus returns to. */
async function useTokenByKeys(page: Page): Promise<void> {
  await tabTo(page, /^Token/);
  await page.keyboard.press('Enter');
  await typeToken(page);
  await page.locator('.token-button[data-state="present"]:focus').waitFor();
}

it('a list is searched, filtered, sorted, paged, and its documents opened, with the keyboard alone', async () => {
  const page = await open('/data');
  const { keyboard } = page;
  await tabTo(page, 'users');
  await keyboard.press('Enter');
  await heading(page, '20 of 29 documents');
  await tabTo(page, /^name \S$/);
  await keyboard.press('Enter');
  await page.locator('[aria-sort="ascending"] button:focus').waitFor();
  await tabTo(page, 'Next');
  await keyboard.press('Enter');
  await page.waitForURL(/_after=/);
  await heading(page, '9 of 29 documents');
  await page.locator('.results-title:focus').waitFor();
  await page.goto('/data/users');
  await page.locator('main .strip').first().waitFor();
  await tabTo(page, 'Value of name');
  await keyboard.type('Crew 1');
  await tabTo(page, 'Apply');
  await keyboard.press('Enter');
  await heading(page, '10 documents');
  await page.goto('/data/users');
  await page.locator('main .strip').first().waitFor();
  await tabTo(page, 'Search');
  await keyboard.type('Tabitha');
  await keyboard.press('Enter');
  await heading(page, '1 document');
  await tabTo(page, 'tab');
  await keyboard.press('Enter');
  await heading(page, 'Tabitha');
  await tabTo(page, 'Fields');
  await keyboard.press('ArrowRight');
  await page.locator('[role="tab"][aria-selected="true"]:focus').getByText('JSON').waitFor();
});

it('conditions as JSON are added, applied and removed with the keyboard alone', async () => {
  const page = await open('/data/users');
  const { keyboard } = page;
  await tabTo(page, 'Add a filter');
  await keyboard.type('Conditions');
  await page.getByLabel('JSON of _where').waitFor();
  // The field that was added stands before the choice that added it.
  await keyboard.press('Shift+Tab');
  await keyboard.press('Shift+Tab');
  await keyboard.type('{"name":{"startsWith":"Tab"}}');
  await tabTo(page, 'Apply');
  await keyboard.press('Enter');
  await heading(page, '1 document');
  await page.reload();
  await page.getByLabel('JSON of _where').waitFor();
  await tabTo(page, 'Remove _where');
  await keyboard.press('Enter');
  await page.waitForURL(/\/data\/users$/);
  await heading(page, '20 of 29 documents');
});

it('a document is edited, saved over a conflict, duplicated and deleted with the keyboard alone', async () => {
  const { page, expectFaults } = await visit({ origin: site.origin() });
  await page.goto('/data/users/tab');
  const { keyboard } = page;
  await tabTo(page, /^Edit/);
  await keyboard.press('Enter');
  await typeToken(page);
  await page.locator('.document-form').waitFor();
  await tabTo(page, /^name/);
  await retype(page, 'Tabitha B.');
  await tabTo(page, /^city/);
  await retype(page, 'Bergen');
  await writeElsewhere('PATCH', '/api/users/tab', { city: 'Paris', team: 'red' });
  await keyboard.press('Enter');
  await heading(page, 'Somebody else changed this document');
  expectFaults(/412/);
  // Of the name, then of the city.
  await tabTo(page, /^Mine/);
  await tabTo(page, /^Mine/);
  await keyboard.press('ArrowRight');
  expect(await page.evaluate(() => document.activeElement?.closest('label')?.textContent)).toMatch(/^Theirs/);
  await tabTo(page, 'Save the chosen values');
  await keyboard.press('Enter');
  await status(page, 'Saved users/tab.');
  await page.locator('h1:focus').waitFor();
  await tabTo(page, /^Duplicate/);
  await keyboard.press('Enter');
  await page.locator('h1:focus').getByText('Copy of users/tab').waitFor();
  await tabTo(page, /^name/);
  await retype(page, 'Tabitha II');
  await keyboard.press('Enter');
  await status(page, 'Created users/');
  await page.locator('h1:focus').getByText('Tabitha II').waitFor();
  await tabTo(page, /^Delete/);
  await keyboard.press('Enter');
  await page.locator('dialog[open] button:focus').getByText('Cancel').waitFor();
  await tabTo(page, 'Delete');
  await keyboard.press('Enter');
  await status(page, 'Deleted users/');
  await page.locator('h1:focus').getByText('users').waitFor();
});

it('a document is created, chosen rows deleted, and a list saved with the keyboard alone', async () => {
  const page = await open('/data/users?q=Keyboard');
  const { keyboard } = page;
  await useTokenByKeys(page);
  await tabTo(page, /^New document/);
  await keyboard.press('Enter');
  await heading(page, 'New in users');
  await tabTo(page, /^name/);
  await keyboard.type('Keyboard');
  await tabTo(page, 'Create');
  await keyboard.press('Enter');
  await status(page, 'Created users/');
  await page.goto('/data/users?q=Keyboard');
  await page.locator('main .strip').first().waitFor();
  await heading(page, '1 document');
  await tabTo(page, /^Export/);
  await keyboard.press('Enter');
  await tabTo(page, 'CSV, all that match');
  const [saved] = await Promise.all([page.waitForEvent('download'), keyboard.press('Enter')]);
  expect(saved.suggestedFilename()).toBe('users.csv');
  await keyboard.press('Escape');
  await tabTo(page, /^Choose (?!all)/);
  await keyboard.press('Space');
  await page.getByRole('button', { name: 'Delete 1 document' }).waitFor();
  // The button stands before the table.
  while (!(await page.evaluate(() => document.activeElement?.textContent ?? '')).startsWith('Delete 1')) {
    await keyboard.press('Shift+Tab');
  }
  await keyboard.press('Enter');
  await page.locator('dialog[open] button:focus').getByText('Cancel').waitFor();
  await keyboard.press('Escape');
  await page.locator('button:focus').getByText('Delete 1 document').waitFor();
  // The browser reports the end of a dialog a moment after it has closed.
  await page
    .getByRole('heading', { name: 'Delete 1 document?', includeHidden: true })
    .waitFor({ state: 'detached' });
  await keyboard.press('Enter');
  await page.locator('dialog[open] button:focus').getByText('Cancel').waitFor();
  await tabTo(page, 'Delete 1 document');
  await keyboard.press('Enter');
  await status(page, 'Deleted 1 document');
  await page.locator('.results-title:focus').waitFor();
});
