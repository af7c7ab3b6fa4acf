import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import {
  copiedText,
  expectAccessible,
  expectNoSidewaysScroll,
  screenshot,
  scriptSizes,
  sumOf,
  useBrowser,
  useToken,
  VIEWS,
  visit,
} from '../support/site/browser.ts';
import { useSite } from '../support/site/site.ts';
import { AUTHORIZED, call, TOKEN } from '../support/worker/worker.ts';

const site = useSite();
useBrowser();

/** Bytes of all scripts of the page, each compressed. */
const MOST_SCRIPT = 20_000;

/** The first row of the log, which is the newest exchange. */
const newest = (page: Page) => page.locator('.log tbody tr').first();

/** The distance of the part below the live request from the top of the page, in CSS pixels. */
const topOfNext = (page: Page) =>
  page.evaluate(() => (document.querySelector('.part')?.getBoundingClientRect().top ?? 0) + scrollY);

describe.each(VIEWS)('the first page at $name', (view) => {
  it('is accessible before and after a request, and moves nothing', async () => {
    const { page } = await visit({ origin: site.origin(), view });
    await page.goto('/', { waitUntil: 'networkidle' });
    await expectNoSidewaysScroll(page);
    await expectAccessible(page);
    const before = await topOfNext(page);
    await page.getByRole('button', { name: 'Send', exact: true }).click();
    await newest(page).waitFor();
    await page.getByRole('button', { name: 'Send with If-None-Match' }).click();
    await newest(page).getByText('304').waitFor();
    await page.getByRole('button', { name: 'Send', exact: true }).click();
    await newest(page).getByText('200').waitFor();
    expect(await topOfNext(page)).toBe(before);
    await expectNoSidewaysScroll(page);
    await expectAccessible(page);
    await screenshot(page, `home-${view.name}`);
  });
});

it.each([
  ['without a token', null],
  ['with a token, which is not sent', TOKEN],
])(
  'the live request misses the cache, hits it, and is revalidated, by the keyboard alone, %s',
  async (_, token) => {
    // A write purges what other tests have stored.
    await call('/api/users/0', { method: 'PATCH', headers: AUTHORIZED, body: '{}' }, site.server);
    const { page } = await visit({ origin: site.origin() });
    if (token !== null) await useToken(page, token);
    await page.goto('/');
    const send = page.getByRole('button', { name: 'Send', exact: true });
    const explanation = page.locator('[data-explanation]');
    await send.press('Enter');
    await newest(page).getByText('MISS').waitFor();
    expect(await explanation.textContent()).toMatch(/rows of the database in 1 round trip/);
    await send.press('Enter');
    await newest(page).getByText('HIT').waitFor();
    expect(await explanation.textContent()).toMatch(/^The edge cache had the response, \d+ seconds? old\./);
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await newest(page).getByText('304').waitFor();
    expect(await newest(page).textContent()).toContain('0 B');
    expect(await explanation.textContent()).toMatch(/answered 304 without a body/);
  },
);

it('the collections have their totals, and the examples the address of the page', async () => {
  const { page } = await visit({ origin: site.origin() });
  await page.goto('/', { waitUntil: 'networkidle' });
  const users = page.getByRole('row', { name: /^users/ });
  await users.getByText('4', { exact: true }).waitFor();
  expect(await users.getByRole('link', { name: 'users', exact: true }).getAttribute('href')).toBe(
    '/data/users',
  );
  await page.getByRole('button', { name: 'Copy', exact: true }).click();
  await page.getByRole('button', { name: 'Copied' }).waitFor();
  const copied = await copiedText(page);
  expect(copied).toMatch(`curl ${site.origin()}/api/users`);
});

it('the slider of the picture moves by the keyboard, and the bytes are those of both files', async () => {
  const { page } = await visit({ origin: site.origin() });
  await page.goto('/');
  const slider = page.getByRole('slider');
  await slider.focus();
  await page.keyboard.press('Home');
  expect(await page.locator('[data-frame]').evaluate((frame) => frame.style.cssText)).toContain('0%');
  await page.getByText(/^\d+%$/).waitFor();
  expect(await page.locator('[data-bytes="original"]').textContent()).toBe('41.5 kB, image/jpeg');
  expect(await page.locator('[data-bytes="result"]').textContent()).toMatch(/kB, image\/(avif|webp)$/);
});

it('all scripts of the first page are at most 20 kB compressed', async () => {
  const { page } = await visit({ origin: site.origin() });
  const bytes = await scriptSizes(page, '/');
  const sum = sumOf(bytes);
  console.log(`Scripts of /: ${sum} bytes`);
  expect(bytes.length).toBeGreaterThan(0);
  expect(sum).toBeLessThanOrEqual(MOST_SCRIPT);
});
