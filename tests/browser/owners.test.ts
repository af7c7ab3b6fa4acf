import { describe, expect, it } from 'vitest';
import {
  expectAccessible,
  expectNoSidewaysScroll,
  screenshot,
  useBrowser,
  visit,
} from '../support/site/browser.ts';
import { useCachedWorkerWithOverlays } from '../support/worker/project-copy.ts';
import { TOKEN } from '../support/worker/worker.ts';

useBrowser();

const OWNERS: readonly [what: string, edit: (source: string) => string][] = [
  ['private', (source) => source.replaceAll('    schema:', "    access: 'private',\n    schema:")],
  [
    'absent',
    (source) =>
      source
        .replace(/defineCollections\(\{[\s\S]*\}\);/, 'defineCollections({});')
        .replace(/^.*firstDocuments.*\n/m, '')
        .replace(/^const reference.*\n/m, '')
        .replace(/^import \{ z \}.*\n/m, ''),
  ],
];

describe.each(OWNERS)('where all collections are %s', (what, edit) => {
  const { server } = useCachedWorkerWithOverlays([], edit);

  it.each(['/', '/data', '/console', '/how-it-works'])('%s is useful and accessible', async (path) => {
    const { page } = await visit({ origin: (await server.listen()).url.origin });
    await page.goto(path, { waitUntil: 'networkidle' });
    await screenshot(page, `owner-${what}${path.replaceAll('/', '-')}`);
    const text = await page.locator('main').textContent();
    expect(text).not.toMatch(/undefined|null\b|\/api\/null/);
    await expectNoSidewaysScroll(page);
    await expectAccessible(page);
  });

  it('the data says why it is empty, and asks for a token', async () => {
    const { page } = await visit({ origin: (await server.listen()).url.origin });
    await page.goto('/data');
    await page.getByText('No collection is public.').waitFor();
    await page.getByRole('button', { name: 'Use a token' }).first().click();
    await page.getByLabel('Token', { exact: true }).fill(TOKEN);
    await page.keyboard.press('Enter');
    const shown =
      what === 'private'
        ? page.getByRole('link', { name: /^users/ })
        : page.getByText('may read no collection');
    await shown.waitFor();
  });

  it('the page for a path without one lists what is there', async () => {
    const { page, expectFaults } = await visit({ origin: (await server.listen()).url.origin });
    await page.goto('/nothing', { waitUntil: 'networkidle' });
    expectFaults(/404/);
    await screenshot(page, `owner-${what}-404`);
    expect((await page.locator('main').textContent()) ?? '').not.toMatch(/undefined|null\b/);
    await expectAccessible(page);
  });
});
