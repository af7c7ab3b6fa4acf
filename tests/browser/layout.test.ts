import { describe, expect, it } from 'vitest';
import {
  expectAccessible,
  expectNoSidewaysScroll,
  screenshot,
  useBrowser,
  VIEWS,
  visit,
} from '../support/site/browser.ts';
import { useSite } from '../support/site/site.ts';
import { TOKEN } from '../support/worker/worker.ts';

const site = useSite();
useBrowser();

describe.each(VIEWS)('at $name', (view) => {
  it('the dialog of the token is accessible', async () => {
    const { page } = await visit({ origin: site.origin(), view });
    await page.goto('/problems/not-found', { waitUntil: 'networkidle' });
    await expectNoSidewaysScroll(page);
    await page.getByRole('button', { name: 'Token: none' }).click();
    await page.getByLabel('Token', { exact: true }).waitFor();
    await expectAccessible(page);
    await screenshot(page, `token-dialog-${view.name}`);
  });
});

it('the token is taken if the API takes it, and forgotten on request, by the keyboard alone', async () => {
  const { page, expectFaults } = await visit({ origin: site.origin() });
  await page.goto('/reference');
  const button = page.getByRole('button', { name: /^Token/ });
  await button.press('Enter');
  await page.keyboard.type('no-such-token');
  await page.keyboard.press('Enter');
  await page.getByRole('alert').filter({ hasText: 'token' }).waitFor();
  expectFaults(/401/);
  await page.keyboard.press('ControlOrMeta+A');
  await page.keyboard.type(TOKEN);
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Token: in use' }).waitFor();
  await page.reload();
  await page.getByRole('button', { name: 'Token: in use' }).press('Enter');
  await page.getByRole('button', { name: 'Forget the token' }).press('Enter');
  await page.getByRole('button', { name: 'Token: none' }).waitFor();
  expect(await page.evaluate(() => sessionStorage.length)).toBe(0);
});

it('the first stop of the Tab key leads to the content', async () => {
  const { page } = await visit({ origin: site.origin() });
  await page.goto('/reference');
  await page.keyboard.press('Tab');
  await page.getByRole('link', { name: 'Skip to the content' }).press('Enter');
  expect(new URL(page.url()).hash).toBe('#main');
});
