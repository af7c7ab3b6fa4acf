import type { Page } from 'playwright-core';
import { describe, it } from 'vitest';
import { look, useBrowser, useToken, VIEWS, visit } from '../support/site/browser.ts';
import { useSite } from '../support/site/site.ts';
import { TOKEN, write } from '../support/worker/worker.ts';

const site = useSite();
useBrowser();

/** Opens a screen, whose strip shows that its response is there. */
async function open(page: Page, path: string): Promise<void> {
  // Another fragment alone loads no page.
  await page.goto('about:blank');
  await page.goto(path);
  await page.locator('main .strip').first().waitFor();
}

describe.each(VIEWS)('at $name', (view) => {
  it('the collections and lists are accessible', async () => {
    const { page, expectFaults } = await visit({ origin: site.origin(), view });
    await open(page, '/data');
    await page.locator('.collection-documents table').nth(1).waitFor();
    await look(page, 'data-collections', view);
    await open(page, '/data/pictures?title_like=e&_sort=-title');
    await look(page, 'data-list', view);
    await page.getByText('Columns').first().click();
    await look(page, 'data-columns', view);
    await open(page, '/data/pictures?q=nothing-has-this');
    await look(page, 'data-no-match', view);
    await open(page, '/data/pictures?_limit=x');
    await look(page, 'data-problem', view);
    expectFaults(/400/);
    await open(page, '/data/nothing');
    await look(page, 'data-unknown', view);
    expectFaults(/404/);
  });

  it('a document, its forms and its dialogs are accessible', async () => {
    const { page, expectFaults } = await visit({ origin: site.origin(), view });
    await useToken(page, TOKEN);
    await open(page, '/data/users/0');
    await look(page, 'data-document', view);
    await page.getByRole('button', { name: 'Delete' }).click();
    await look(page, 'data-delete', view);
    await open(page, '/data/pictures/2');
    await look(page, 'data-picture', view);
    await page.getByRole('button', { name: 'Edit' }).click();
    await page.getByLabel('title required').fill('');
    await page.getByLabel('tags').fill('orbit\nnight');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('alert').getByText('Invalid document').waitFor();
    expectFaults(/422/);
    await look(page, 'data-form-errors', view);
    await page.getByLabel('title required').fill(`Mine at ${view.name}`);
    const patch = { alt: `Theirs at ${view.name}`, title: `Theirs at ${view.name}` };
    await (await write('PATCH', '/api/pictures/2', patch, {}, site.server)).arrayBuffer();
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('heading', { name: 'Somebody else changed this document' }).waitFor();
    expectFaults(/412/);
    await look(page, 'data-conflict', view);
    await page.getByRole('button', { name: 'Save the chosen values' }).click();
    await page.getByRole('status').getByText('Saved').waitFor();
    await page.waitForLoadState('networkidle');
    await look(page, 'data-saved', view);
    await open(page, '/data/pictures/2#edit');
    await page.getByRole('tab', { name: 'JSON' }).click();
    await page.locator('.code-editor .cm-content').waitFor();
    await look(page, 'data-json', view);
    await open(page, '/data/users');
    await page.getByLabel('Choose 1').check();
    await page.getByRole('button', { name: 'Delete 1 document' }).click();
    await look(page, 'data-bulk', view);
  });
});
