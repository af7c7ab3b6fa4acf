import { expect, it } from 'vitest';
import {
  copiedText,
  expectNoSidewaysScroll,
  look,
  useBrowser,
  VIEWS,
  visit,
  WIDE,
} from '../support/site/browser.ts';
import { useSite } from '../support/site/site.ts';

const site = useSite();
useBrowser();

/** The whole page is long, so that axe looks at it once; `VIEWS=all` looks at it in each view. */
const WHOLE_VIEWS = VIEWS.length === 4 ? VIEWS : [WIDE];

it.each(WHOLE_VIEWS)('the reference is accessible at $name', async (view) => {
  const { page } = await visit({ origin: site.origin(), view });
  await page.goto('/reference');
  await page.getByRole('searchbox', { name: 'Search' }).waitFor();
  await look(page, 'reference', view);
});

it.each(VIEWS)('the results of a search of the reference are accessible at $name', async (view) => {
  const { page } = await visit({ origin: site.origin(), view });
  await page.goto('/reference');
  await expectNoSidewaysScroll(page);
  await page.getByRole('searchbox', { name: 'Search' }).fill('users');
  await page
    .getByRole('status')
    .filter({ hasText: /^\d+ results for “users”/ })
    .waitFor();
  await look(page, 'reference-search', view);
});

it('the search finds by every word, says how many there are, and is used by the keyboard alone', async () => {
  const { page } = await visit({ origin: site.origin() });
  await page.goto('/reference', { waitUntil: 'networkidle' });
  const field = page.getByRole('searchbox', { name: 'Search' });
  const operations = page.getByRole('article').filter({ visible: true });
  const all = await operations.count();
  await page.keyboard.press('/');
  await page.keyboard.type('POST precondition');
  await page.getByRole('status').filter({ hasText: '0 results' }).waitFor();
  await page.keyboard.press('Escape');
  expect(await operations.count()).toBe(all);
  await page.keyboard.type('idempotency-key');
  await page.getByRole('status').filter({ hasText: 'results for “idempotency-key”' }).waitFor();
  expect(await operations.evaluateAll((found) => found.map(({ id }) => id))).toEqual([
    'users:create',
    'users:pictures:create',
    'pictures:create',
  ]);
  // A group without a result is not shown.
  expect(await page.getByRole('heading', { name: 'tutorial routes' }).isVisible()).toBe(false);
  await page.keyboard.press('Enter');
  expect(new URL(page.url()).hash).toBe('#users:create');
  // A link to what is hidden shows it.
  await page.evaluate(() => {
    location.hash = '#schema-pictures';
  });
  await page.getByRole('heading', { name: 'pictures', exact: true, level: 3 }).waitFor();
  expect(await field.inputValue()).toBe('');
  await page.keyboard.press('Escape');
  expect(await field.evaluate((element) => element === document.activeElement)).toBe(false);
});

it('each operation opens the console with its request', async () => {
  const { page } = await visit({ origin: site.origin() });
  await page.goto('/reference');
  const urlOf = async (id: string) => {
    const link = page.locator(`[id="${id}"]`).getByRole('link', { name: 'Try it' });
    const { pathname, searchParams } = new URL((await link.getAttribute('href')) ?? '', site.origin());
    return { pathname, ...Object.fromEntries(searchParams) };
  };
  expect(await urlOf('users:list')).toEqual({
    pathname: '/console',
    method: 'GET',
    path: '/api/users?_limit=3',
  });
  expect(await urlOf('pictures:merge')).toEqual({
    pathname: '/console',
    method: 'PATCH',
    path: '/api/pictures/1',
    headers: '{"Content-Type":"application/json"}',
    body: expect.stringMatching(/^\{\s+"title": ".+"\s+\}$/),
  });
  expect(await urlOf('makeImage')).toEqual({
    pathname: '/console',
    method: 'GET',
    path: '/image/width=400,format=auto/pictures/orbit.jpg',
  });
  expect(await page.getByRole('link', { name: 'Try it' }).count()).toBe(
    await page.getByRole('article').count(),
  );
});

it('the navigation marks the operation that is read, and its request is copied with the origin of the page', async () => {
  const { page } = await visit({ origin: site.origin() });
  await page.goto('/reference#pictures:merge');
  const current = page.getByRole('navigation', { name: 'Operations' }).locator('[aria-current="location"]');
  await current.filter({ hasText: '/api/pictures/{id}' }).filter({ hasText: 'PATCH' }).waitFor();
  const operation = page.locator('[id="pictures:merge"]');
  await operation.getByRole('button', { name: 'Copy' }).first().click();
  await expect.poll(() => copiedText(page)).toMatch(`curl '${site.origin()}/api/pictures/1'`);
  await page.getByRole('heading', { name: 'Headers', exact: true }).scrollIntoViewIfNeeded();
  await page.evaluate(() => document.getElementById('headers')?.scrollIntoView());
  await current.getByText('Headers').waitFor();
});
