import type { Page } from 'playwright-core';
import { describe, it } from 'vitest';
import {
  expectAccessible,
  expectNoSidewaysScroll,
  screenshot,
  useBrowser,
  useToken,
  VIEWS,
  type View,
  visit,
} from '../support/site/browser.ts';
import { useSite } from '../support/site/site.ts';
import { TOKEN, write } from '../support/worker/worker.ts';

const site = useSite();
useBrowser();

async function look(page: Page, name: string, view: View): Promise<void> {
  await expectNoSidewaysScroll(page);
  await expectAccessible(page);
  await screenshot(page, `data-${name}-${view.name}`);
}

async function open(page: Page, path: string): Promise<void> {
  // Another fragment alone loads no page.
  await page.goto('about:blank');
  await page.goto(path, { waitUntil: 'networkidle' });
}

describe.each(VIEWS)('at $name', (view) => {
  it('the collections and lists are accessible', async () => {
    const { page, expectFaults } = await visit({ origin: site.origin(), view });
    await open(page, '/data');
    await page.getByText('4 documents').first().waitFor();
    await look(page, 'collections', view);
    await open(page, '/data/pictures?title_like=e&_sort=-title');
    await look(page, 'list', view);
    await page.getByText('Columns').first().click();
    await look(page, 'columns', view);
    await open(page, '/data/pictures?q=nothing-has-this');
    await look(page, 'no-match', view);
    await open(page, '/data/pictures?_limit=x');
    await look(page, 'problem', view);
    expectFaults(/400/);
    await open(page, '/data/nothing');
    await look(page, 'unknown', view);
    expectFaults(/404/);
  });

  it('a document, its forms and its dialogs are accessible', async () => {
    const { page, expectFaults } = await visit({ origin: site.origin(), view });
    await useToken(page, TOKEN);
    await open(page, '/data/users/0');
    await look(page, 'document', view);
    await page.getByRole('button', { name: 'Delete' }).click();
    await look(page, 'delete', view);
    await open(page, '/data/pictures/2');
    await look(page, 'picture', view);
    await page.getByRole('button', { name: 'Edit' }).click();
    await page.getByLabel('title required').fill('');
    await page.getByLabel('tags').fill('orbit\nnight');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('alert').getByText('Invalid document').waitFor();
    expectFaults(/422/);
    await look(page, 'form-errors', view);
    await page.getByLabel('title required').fill(`Mine at ${view.name}`);
    const patch = { alt: `Theirs at ${view.name}`, title: `Theirs at ${view.name}` };
    await (await write('PATCH', '/api/pictures/2', patch, {}, site.server)).arrayBuffer();
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('heading', { name: 'Somebody else changed this document' }).waitFor();
    expectFaults(/412/);
    await look(page, 'conflict', view);
    await page.getByRole('button', { name: 'Save the chosen values' }).click();
    await page.getByRole('status').getByText('Saved').waitFor();
    await page.waitForLoadState('networkidle');
    await look(page, 'saved', view);
    await open(page, '/data/pictures/2#edit');
    await page.getByRole('tab', { name: 'JSON' }).click();
    await page.locator('.code-editor .cm-content').waitFor();
    await look(page, 'json', view);
    await open(page, '/data/users');
    await page.getByLabel('Choose 1').check();
    await page.getByRole('button', { name: 'Delete 1 document' }).click();
    await look(page, 'bulk', view);
  });
});
