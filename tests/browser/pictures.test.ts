import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import {
  copiedText,
  look,
  retype,
  scriptSizes,
  sumOf,
  tabTo,
  useBrowser,
  VIEWS,
  visit,
} from '../support/site/browser.ts';
import { useSite } from '../support/site/site.ts';

const site = useSite();
useBrowser();

const open = async (path = '/pictures') => {
  const visited = await visit({ origin: site.origin() });
  await visited.page.goto(path);
  return visited;
};

const option = (page: Page, name: string) => page.getByLabel(name, { exact: true });
const apply = (page: Page) => page.getByRole('button', { name: 'Apply' }).click();

/** Waits for the result with these facts, as they are written under its title. */
const result = (page: Page, text: string | RegExp) =>
  page.getByRole('figure').filter({ hasText: 'Result' }).filter({ hasText: text }).waitFor();

/** Sources that are not served: the code of the problem, and its status. */
const SOURCES_NOT_SERVED = [
  ['https://elsewhere.example/a.jpg', 'source-not-allowed', 403],
  ['pictures/none.jpg', 'no-such-file', 404],
  ['favicon.svg', 'not-an-image', 415],
] as const;

/** The image requests of a page, without those of its thumbnails. */
function imageRequests(page: Page): string[] {
  const paths: string[] = [];
  page.on('request', (request) => {
    const { pathname } = new URL(request.url());
    if (pathname.startsWith('/image/') && request.resourceType() === 'fetch') paths.push(pathname);
  });
  return paths;
}

/** A response of the Worker that the test cannot cause. */
const problem = (status: number, code: string, title: string, detail: string) => ({
  status,
  contentType: 'application/problem+json',
  body: JSON.stringify({ status, code, title, detail }),
});

const RATE_LIMITED = problem(
  429,
  'rate-limited',
  'Too many requests',
  'One client may cause 30 renderings in 60 s; try again after 60 s.',
);

const UNREACHABLE = problem(
  502,
  'source-unreachable',
  'Image source unreachable',
  'docs.astro.build cannot be reached.',
);

/** Chooses a source that is not served, and waits for its problem. */
async function chooseSource(page: Page, source: string, code: string): Promise<void> {
  await option(page, 'Source').fill(source);
  await apply(page);
  await page.getByRole('link', { name: `What ${code} means` }).waitFor();
}

describe.each(VIEWS)('the pictures at $name', (view) => {
  it('are accessible and fit the window with an image, and with its description', async () => {
    const { page } = await visit({ origin: site.origin(), view });
    await page.goto('/pictures');
    await result(page, '400 × 250');
    await look(page, 'pictures', view);
    await option(page, 'format').selectOption('json');
    await apply(page);
    await page.getByRole('region', { name: 'Description' }).waitFor();
    await look(page, 'pictures-json', view);
  });

  it('are accessible and fit the window without an image, for any reason', async () => {
    const { page, expectFaults } = await visit({ origin: site.origin(), view });
    await page.goto('/pictures');
    await result(page, '400 × 250');
    await page.getByText('Effects').click();
    await option(page, 'blur').fill('20');
    await apply(page);
    await page.getByRole('alert').filter({ hasText: 'The option blur' }).waitFor();
    expectFaults(/400/);
    await look(page, 'pictures-refused', view);
    await option(page, 'blur').fill('');
    for (const [source, code, status] of SOURCES_NOT_SERVED) {
      await chooseSource(page, source, code);
      expectFaults(new RegExp(`${status}`));
      await look(page, `pictures-${status}`, view);
    }
    for (const [name, response, fault] of [
      ['502', UNREACHABLE, /502/],
      ['429', RATE_LIMITED, /429/],
    ] as const) {
      await page.route('**/image/**', (route) => route.fulfill(response), { times: 1 });
      await chooseSource(page, `pictures/${name}.jpg`, JSON.parse(response.body).code);
      expectFaults(fault);
      await look(page, `pictures-${name}`, view);
    }
    await page.route('**/image/**', (route) => route.abort('connectionrefused'), { times: 1 });
    await option(page, 'Source').fill('pictures/far.jpg');
    await apply(page);
    await page.getByRole('status').filter({ hasText: 'cannot be reached' }).waitFor();
    expectFaults(/far\.jpg/);
    expectFaults(/ERR_CONNECTION_REFUSED/);
    await look(page, 'pictures-unreachable', view);
  });
});

describe('a person', () => {
  it('makes a WebP of 400 px of a chosen picture, sees what it saves, and copies its URL', async () => {
    const { page } = await open();
    await page.getByRole('radio', { name: 'Terminator' }).check();
    await option(page, 'width').fill('400');
    await option(page, 'format').selectOption('webp');
    await apply(page);
    await result(page, /webp.*400 × 250/s);
    await page.locator('.strip').filter({ hasText: 'pictures/terminator.jpg' }).waitFor();
    await page
      .getByRole('status')
      .filter({ hasText: /^\d+ % smaller: / })
      .waitFor();
    await page.getByRole('button', { name: 'Copy URL on this site' }).click();
    await expect.poll(() => copiedText(page)).toBe('/image/format=webp,width=400/pictures/terminator.jpg');
    await page.getByRole('button', { name: 'Copy curl' }).click();
    await expect.poll(() => copiedText(page)).toContain('--output terminator.webp');
    const made = await fetch(`${site.origin()}/image/format=webp,width=400/pictures/terminator.jpg`);
    expect(made.headers.get('content-type')).toBe('image/webp');
  });

  it('shares the state by the URL', async () => {
    const { page } = await open(
      '/pictures?source=pictures/apogee.jpg&options=width=200,height=200,fit=cover,gravity=left',
    );
    await result(page, '200 × 200');
    expect(await option(page, 'gravity').inputValue()).toBe('left');
    await option(page, 'preset').selectOption('avatar');
    await result(page, '200 × 200');
    await page.waitForURL(/preset%3Davatar/);
    await page.reload();
    expect(await option(page, 'preset').inputValue()).toBe('avatar');
    expect(await page.getByRole('radio', { name: 'Apogee' }).isChecked()).toBe(true);
  });

  it('drags a slider, and causes one request when it is let go; an image that was shown is not requested again', async () => {
    const { page } = await visit({ origin: site.origin() });
    const requests = imageRequests(page);
    await page.goto('/pictures');
    await result(page, '400 × 250');
    const slider = page.getByRole('slider', { name: 'width, slider' });
    await slider.evaluate((element: HTMLInputElement) => {
      for (const value of ['416', '448', '480']) {
        element.value = value;
        element.dispatchEvent(new Event('input', { bubbles: true }));
      }
      element.dispatchEvent(new Event('change', { bubbles: true }));
    });
    await result(page, '480 × 300');
    expect(requests).toEqual([
      '/image/_/pictures/orbit.jpg',
      '/image/format=webp,width=400/pictures/orbit.jpg',
      '/image/format=webp,width=480/pictures/orbit.jpg',
    ]);
    await option(page, 'width').fill('400');
    await apply(page);
    await result(page, '400 × 250');
    expect(requests).toHaveLength(3);
    await page.getByRole('button', { name: 'Request it again' }).click();
    await page
      .locator('.strip-facts')
      .filter({ hasText: /Renderer\s*HIT/ })
      .waitFor();
    expect(requests).toHaveLength(4);
  });

  it('is told at the option what was made instead of what was asked for', async () => {
    const { page } = await open();
    await option(page, 'width').fill('390');
    await apply(page);
    await page.getByText('Made as 400: URLs without a signature have usual numbers.').waitFor();
  });

  it('is told at the option what is wrong, before anything is requested', async () => {
    const { page } = await visit({ origin: site.origin() });
    const requests = imageRequests(page);
    await page.goto('/pictures');
    await result(page, '400 × 250');
    const before = requests.length;
    await option(page, 'width').fill('99999');
    await apply(page);
    await page.getByRole('alert').filter({ hasText: 'a whole number from 1 to 12000' }).waitFor();
    expect(await option(page, 'width').getAttribute('aria-invalid')).toBe('true');
    expect(requests).toHaveLength(before);
  });

  it.each(SOURCES_NOT_SERVED)('is told at the source why %s is not served', async (source, code, status) => {
    const { page, expectFaults } = await open();
    await result(page, '400 × 250');
    await chooseSource(page, source, code);
    expect(await option(page, 'Source').getAttribute('aria-invalid')).toBe('true');
    expectFaults(new RegExp(`${status}`));
  });

  it('is told which command signs a URL whose options need it', async () => {
    const { page, expectFaults } = await open();
    await page.getByText('Effects').click();
    await option(page, 'blur').fill('20');
    await apply(page);
    await page.getByText('npm run sign -- pictures/orbit.jpg width=400,format=webp,blur=20').waitFor();
    expectFaults(/400/);
  });

  it('reads the description of an image', async () => {
    const { page } = await open();
    await option(page, 'format').selectOption('json');
    await apply(page);
    await page.getByRole('region', { name: 'Description' }).getByText('"file_size"').first().waitFor();
  });

  it('sees the rate limit, and may go on later', async () => {
    const { page, expectFaults } = await open();
    await result(page, '400 × 250');
    await page.route('**/image/**', (route) => route.fulfill(RATE_LIMITED));
    await option(page, 'width').fill('640');
    await apply(page);
    await page
      .getByRole('region', { name: 'Problem' })
      .getByText('One client may cause 30 renderings')
      .waitFor();
    expectFaults(/429/);
    await page.unroute('**/image/**');
    await page.getByRole('button', { name: 'Request it again' }).click();
    await result(page, '640 × 400');
  });
});

it('a WebP of 400 px of a chosen picture is made and its URL copied with the keyboard alone', async () => {
  const { page } = await open();
  const { keyboard } = page;
  await result(page, '400 × 250');
  await tabTo(page, 'Orbit');
  await keyboard.press('ArrowRight');
  expect(await page.getByLabel('Source').inputValue()).toBe('pictures/perigee.jpg');
  await tabTo(page, 'width');
  await retype(page, '400');
  await tabTo(page, 'format');
  await keyboard.type('webp');
  await tabTo(page, 'Apply');
  await keyboard.press('Enter');
  await page.locator('.strip').filter({ hasText: 'pictures/perigee.jpg' }).waitFor();
  await result(page, /webp.*400 × 250/s);
  await tabTo(page, 'Copy URL on this site');
  await keyboard.press('Enter');
  await expect.poll(() => copiedText(page)).toBe('/image/format=webp,width=400/pictures/perigee.jpg');
});

it('the scripts of the pictures have at most 60 kB, compressed', async () => {
  const { page } = await visit({ origin: site.origin() });
  const total = sumOf(await scriptSizes(page, '/pictures'));
  expect(total).toBeGreaterThan(0);
  expect(total).toBeLessThan(60_000);
});
