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

const site = useSite();
const broken = useSite({ isMigrated: false });
useBrowser();

/** Pages that are read, and what is there when they are complete. */
const PAGES: [name: string, path: string, text: string][] = [
  ['not-found', '/users', 'The collection users is at'],
  ['problems', '/problems', 'Malformed path'],
  ['problem', '/problems/invalid-document', 'What to do'],
  ['health', '/health', 'Ready to serve'],
];

describe.each(VIEWS)('at $name', (view) => {
  it.each(PAGES)('the page %s is accessible', async (name, path, text) => {
    const { page, expectFaults } = await visit({ origin: site.origin(), view });
    await page.goto(path, { waitUntil: 'networkidle' });
    await page.getByText(text).first().waitFor();
    await expectNoSidewaysScroll(page);
    await expectAccessible(page);
    await screenshot(page, `${name}-${view.name}`);
    if (name === 'not-found') expectFaults(/404/);
  });
});

it('the health page says what the database lacks, and links to the problem', async () => {
  const { page, expectFaults } = await visit({ origin: broken.origin() });
  await page.goto('/health');
  await page.getByRole('heading', { name: 'Not ready: 503' }).waitFor();
  expectFaults(/503/);
  await page
    .getByRole('paragraph')
    .filter({ hasText: /The database lacks/ })
    .waitFor();
  await expectAccessible(page);
  await page.getByRole('link', { name: 'What to do' }).press('Enter');
  await page.getByRole('heading', { name: 'Database unavailable' }).waitFor();
});

it('from the list of problems one comes to each, and from there to the others', async () => {
  const { page } = await visit({ origin: site.origin() });
  await page.goto('/problems');
  await page.getByRole('link', { name: 'Query needs an index' }).press('Enter');
  await page.getByRole('heading', { level: 1, name: 'Query needs an index' }).waitFor();
  await page
    .getByRole('navigation', { name: 'Problems' })
    .getByRole('link', { name: 'Token required' })
    .click();
  await page.getByRole('heading', { level: 1, name: 'Token required' }).waitFor();
  const current = page.getByRole('navigation', { name: 'Problems' }).locator('[aria-current="page"]');
  expect((await current.textContent())?.trim()).toBe('Token required');
});

it('every link of the 404 page to this site leads somewhere', async () => {
  const { page, expectFaults } = await visit({ origin: site.origin() });
  await page.goto('/nope');
  expectFaults(/404/);
  const urls = await page
    .locator('main a')
    .evaluateAll((links) => links.map((link) => link.getAttribute('href')));
  expect(urls.length).toBeGreaterThan(10);
  const statuses = await page.evaluate(
    (all) => Promise.all(all.map(async (url) => `${url} ${(await fetch(url ?? '')).status}`)),
    urls,
  );
  expect(statuses.filter((line) => !line.endsWith(' 200'))).toEqual([]);
});
