import { describe, expect, it } from 'vitest';
import {
  expectAccessible,
  expectNoSidewaysScroll,
  screenshot,
  useBrowser,
  VIEWS,
  visit,
} from '../support/browser.ts';
import { useSite } from '../support/site.ts';

const site = useSite();
useBrowser();

describe.each(VIEWS)('the pictures at $name', (view) => {
  it('show the original beside the result, accessible in every state', async () => {
    const { page, expectFaults } = await visit({ origin: site.origin(), view });
    await page.goto('/pictures', { waitUntil: 'networkidle' });
    await page.getByRole('heading', { name: 'Result' }).waitFor();
    await expectNoSidewaysScroll(page);
    await expectAccessible(page);
    await screenshot(page, `pictures-${view.name}`);
    await page.getByText('Effects').click();
    await page.getByLabel('blur', { exact: true }).fill('20');
    await page.getByRole('button', { name: 'Apply' }).click();
    await page.getByRole('alert').filter({ hasText: 'blur' }).waitFor();
    expectFaults(/400/);
    await expectNoSidewaysScroll(page);
    await expectAccessible(page);
    await screenshot(page, `pictures-refused-${view.name}`);
  });
});

it('the status says what is saved', async () => {
  const { page } = await visit({ origin: site.origin() });
  await page.goto('/pictures');
  expect(await page.getByRole('status').textContent()).toBeTruthy();
});
