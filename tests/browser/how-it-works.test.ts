import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import {
  expectAccessible,
  expectNoSidewaysScroll,
  screenshot,
  useBrowser,
  useToken,
  VIEWS,
  visit,
} from '../support/site/browser.ts';
import { useSite } from '../support/site/site.ts';
import { AUTHORIZED, call, TOKEN } from '../support/worker/worker.ts';

const site = useSite();
useBrowser();

/** Waits for the list of the parts that the request reached, and expects these; the drawing has to agree. */
async function expectWay(page: Page, names: readonly string[]): Promise<void> {
  await page.waitForFunction(
    (wanted) =>
      Array.from(document.querySelectorAll('[data-list] b'), (name) => name.textContent).join() === wanted,
    names.join(),
  );
  const lit = await page.locator('svg.wide [data-lit] .name').allTextContents();
  expect(lit).toEqual(names);
}

const sample = (page: Page, name: string) => page.getByRole('button', { name, exact: true });

describe.each(VIEWS)('the drawing at $name', (view) => {
  it('is accessible before and after a request', async () => {
    const { page } = await visit({ origin: site.origin(), view });
    await page.goto('/how-it-works', { waitUntil: 'networkidle' });
    await expectAccessible(page);
    await sample(page, 'A picture').click();
    await page.locator('[data-list] b').first().waitFor();
    await expectNoSidewaysScroll(page);
    await expectAccessible(page);
    await screenshot(page, `how-it-works-${view.name}`);
  });
});

it('the way of each sample is lit, by the keyboard alone', async () => {
  await call('/api/users/0', { method: 'PATCH', headers: AUTHORIZED, body: '{}' }, site.server);
  const { page } = await visit({ origin: site.origin() });
  await page.goto('/how-it-works');
  await sample(page, 'A list').press('Enter');
  await expectWay(page, ['Reader', 'Edge cache', 'Worker', 'D1']);
  await sample(page, 'A list').press('Enter');
  await expectWay(page, ['Reader', 'Edge cache']);
  await sample(page, 'The list again, with its ETag').press('Enter');
  await page.locator('[data-explanation]').filter({ hasText: '304' }).waitFor();
  await sample(page, 'A picture').press('Enter');
  await page.locator('[data-list] li').filter({ hasText: 'Image cache' }).waitFor();
  await sample(page, 'A response that is not stored').press('Enter');
  await page.locator('[data-explanation]').filter({ hasText: 'does not store' }).waitFor();
  await sample(page, 'A static file').press('Enter');
  await expectWay(page, ['Reader', 'Static files']);
});

it('the URL of the page names the request, which is sent when it opens', async () => {
  const { page } = await visit({ origin: site.origin() });
  await page.goto('/how-it-works?path=%2Fhello');
  await expectWay(page, ['Reader', 'Edge cache', 'Worker']);
  expect(await page.getByLabel('Path').inputValue()).toBe('/hello');
  await page.getByLabel('Path').fill('/built-with.json');
  await page.keyboard.press('Enter');
  await expectWay(page, ['Reader', 'Static files']);
  expect(new URL(page.url()).searchParams.get('path')).toBe('/built-with.json');
});

it('the samples are sent without the token, which would pass the cache', async () => {
  const { page } = await visit({ origin: site.origin() });
  await useToken(page, TOKEN);
  await page.goto('/how-it-works');
  await sample(page, 'A list').click();
  await page.locator('[data-list] b').first().waitFor();
  await sample(page, 'A list').click();
  await expectWay(page, ['Reader', 'Edge cache']);
});

it('a slow response never replaces the way of a later request', async () => {
  const { page } = await visit({ origin: site.origin() });
  await page.goto('/how-it-works');
  let finish = () => {};
  const held = new Promise<void>((resolve) => {
    finish = resolve;
  });
  await page.route('**/health.json', async (route) => {
    await held;
    await route.continue().catch(() => undefined);
  });
  await sample(page, 'A response that is not stored').click();
  await sample(page, 'A static file').click();
  await expectWay(page, ['Reader', 'Static files']);
  finish();
  await page.waitForLoadState('networkidle');
  await expectWay(page, ['Reader', 'Static files']);
});

it.each(['//elsewhere.example/', 'https://elsewhere.example/', 'hello'])(
  'no request is sent for %s, and the reason is shown',
  async (path) => {
    const { page } = await visit({ origin: site.origin() });
    await page.goto(`/how-it-works?path=${encodeURIComponent(path)}`);
    await page
      .getByRole('alert')
      .filter({ hasText: /origin|begin/ })
      .waitFor();
    expect(await page.locator('[data-list] b').count()).toBe(0);
  },
);
