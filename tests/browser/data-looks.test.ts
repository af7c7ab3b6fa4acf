import type { Page } from 'playwright-core';
import { describe, it } from 'vitest';
import {
  expectAccessible,
  expectNoSidewaysScroll,
  screenshot,
  useBrowser,
  VIEWS,
  type View,
  visit,
} from '../support/browser.ts';
import { useSite } from '../support/site.ts';

const site = useSite();
useBrowser();

async function look(page: Page, name: string, view: View): Promise<void> {
  await expectNoSidewaysScroll(page);
  await expectAccessible(page);
  await screenshot(page, `data-${name}-${view.name}`);
}

describe.each(VIEWS)('at $name', (view) => {
  it('the collections, a list, a document and its form are accessible', async () => {
    const { page } = await visit({ origin: site.origin(), view });
    await page.goto('/data', { waitUntil: 'networkidle' });
    await page.getByText('4 documents').first().waitFor();
    await look(page, 'collections', view);
    await page.goto('/data/pictures', { waitUntil: 'networkidle' });
    await page.getByRole('table').waitFor();
    await look(page, 'list', view);
    await page.goto('/data/pictures?q=nothing-has-this', { waitUntil: 'networkidle' });
    await look(page, 'no-match', view);
    await page.goto('/data/users/0', { waitUntil: 'networkidle' });
    await look(page, 'document', view);
    await page.goto('/data/pictures/2', { waitUntil: 'networkidle' });
    await look(page, 'picture', view);
    await page.goto('/data/pictures/2#edit', { waitUntil: 'networkidle' });
    await look(page, 'form', view);
    await page.getByRole('tab', { name: 'JSON' }).click();
    await page.locator('.code-editor .cm-content').waitFor();
    await look(page, 'json', view);
  });
});
