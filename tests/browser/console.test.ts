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
import { TOKEN } from '../support/worker.ts';

const site = useSite();
useBrowser();

describe.each(VIEWS)('the console at $name', (view) => {
  it('shows a request, its response and what it means, accessible in every state', async () => {
    const { page } = await visit({ origin: site.origin(), view });
    await page.goto('/console', { waitUntil: 'networkidle' });
    await expectNoSidewaysScroll(page);
    await expectAccessible(page);
    await screenshot(page, `console-empty-${view.name}`);
    await page.getByLabel('Path and query').fill('/api/users?_limit=2&_sort=-name');
    await page.getByRole('button', { name: 'Send', exact: true }).click();
    await page.getByRole('button', { name: 'Send again with If-None-Match' }).waitFor();
    await page.getByText('What this says').click();
    await expectNoSidewaysScroll(page);
    await expectAccessible(page);
    await screenshot(page, `console-list-${view.name}`);
  });
});
