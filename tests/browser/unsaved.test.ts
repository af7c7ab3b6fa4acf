import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { useBrowser, useToken, visit } from '../support/site/browser.ts';
import { useSite } from '../support/site/site.ts';
import { TOKEN } from '../support/worker/worker.ts';

const site = useSite();
useBrowser();

/** Opens the form of a document from its list, as a person does. */
async function openForm(): Promise<{ page: Page; asked: string[] }> {
  const { page } = await visit({ origin: site.origin() });
  const asked: string[] = [];
  page.on('dialog', async (dialog) => {
    asked.push(dialog.type());
    await dialog.dismiss();
  });
  await useToken(page, TOKEN);
  await page.goto('/data/pictures/2', { waitUntil: 'networkidle' });
  await page.getByRole('button', { name: 'Edit' }).click();
  await page.getByLabel('alt').waitFor();
  return { page, asked };
}

const TYPED = 'Typed for a while';

it.each([
  [
    'a link',
    (page: Page) => page.getByRole('link', { name: 'Console' }).first().click({ noWaitAfter: true }),
  ],
  ['reloading', (page: Page) => page.evaluate(() => location.reload())],
])('the browser asks before %s drops what was typed', async (_, leave) => {
  const { page, asked } = await openForm();
  await page.getByLabel('alt').fill(TYPED);
  await leave(page);
  await expect.poll(() => asked).toEqual(['beforeunload']);
  expect(await page.getByLabel('alt').inputValue()).toBe(TYPED);
});

it('JSON that was typed is asked for, too', async () => {
  const { page, asked } = await openForm();
  await page.getByRole('tab', { name: 'JSON' }).click();
  const editor = page.locator('.code-editor .cm-content');
  await editor.click();
  await page.keyboard.type(' ');
  await page.getByRole('link', { name: 'Console' }).first().click({ noWaitAfter: true });
  await expect.poll(() => asked).toEqual(['beforeunload']);
});

it('the Back button and the link to the content keep what was typed', async () => {
  const { page, asked } = await openForm();
  await page.getByLabel('alt').fill(TYPED);
  await page.goBack();
  await page.getByRole('status').filter({ hasText: 'This form has changes' }).waitFor();
  expect(page.url()).toMatch(/#edit$/);
  await page.locator('a.skip').focus();
  await page.keyboard.press('Enter');
  await page.waitForURL(/#main$/);
  expect(await page.getByLabel('alt').inputValue()).toBe(TYPED);
  expect(asked).toEqual([]);
});

it('nothing is asked where nothing was typed, or what was typed is cancelled or taken back', async () => {
  const { page, asked } = await openForm();
  const before = await page.getByLabel('alt').inputValue();
  await page.getByLabel('alt').fill(TYPED);
  await page.getByLabel('alt').fill(before);
  await page.goBack();
  await page.getByRole('button', { name: 'Edit' }).click();
  await page.getByLabel('alt').fill(TYPED);
  await page.getByRole('button', { name: 'Cancel' }).click();
  await page.getByRole('button', { name: 'Edit' }).waitFor();
  await page.getByRole('link', { name: 'Console' }).first().click();
  await page.waitForURL(/\/console$/);
  expect(asked).toEqual([]);
});
