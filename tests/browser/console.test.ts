import type { Page } from 'playwright-core';
import { beforeEach, describe, expect, it } from 'vitest';
import {
  copiedText,
  expectAccessible,
  look,
  NARROW,
  retype,
  scriptSizes,
  sumOf,
  tabTo,
  useBrowser,
  useToken,
  VIEWS,
  visit,
} from '../support/site/browser.ts';
import { useSite } from '../support/site/site.ts';
import { TOKEN } from '../support/worker/worker.ts';

const site = useSite();
useBrowser();

const open = async (path = '/console') => {
  const visited = await visit({ origin: site.origin() });
  await visited.page.goto(path);
  return visited;
};

const path = (page: Page) => page.getByLabel('Path and query');
const status = (page: Page) => page.getByRole('status');
const response = (page: Page) => page.getByRole('region', { name: 'Response', exact: true });
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });

async function send(page: Page, target: string, expected: string | RegExp): Promise<void> {
  await path(page).fill(target);
  await button(page, 'Send').click();
  await status(page).filter({ hasText: expected }).waitFor();
}

const write = (method: string, target: string, body?: unknown) =>
  fetch(site.origin() + target, {
    method,
    headers: { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });

/** A body of more text than the console shows. */
const LARGE = { body: 'x'.repeat(300_000), contentType: 'text/plain' };

describe.each(VIEWS)('the console at $name', (view) => {
  const id = `console-${view.name}`;

  beforeEach(async () => {
    await write('DELETE', `/api/users/${id}`);
    await write('POST', '/api/users', { id, name: 'Ada' });
  });

  it('is accessible and fits the window, whatever the response is', async () => {
    const { page, expectFaults } = await visit({ origin: site.origin(), view });
    await page.goto('/console');
    await path(page).waitFor();
    await look(page, 'console-empty', view);
    await page.getByText('Examples').click();
    await page.getByRole('link', { name: 'POST Creates one of the pictures' }).click();
    await look(page, 'console-examples', view);
    await page.getByText('Examples').click();
    await button(page, 'Send').click();
    await status(page).filter({ hasText: '401 Unauthorized' }).waitFor();
    expectFaults(/401/);
    await look(page, 'console-refused', view);
    await page.goto('/console');
    await send(page, '/api/pictures?_page=1&_limit=2', '200 OK');
    await page.getByText('What this says').click();
    await button(page, 'Copy').click();
    await look(page, 'console-list', view);
    await page.keyboard.press('Escape');
    await button(page, 'Send again with If-None-Match').click();
    await status(page).filter({ hasText: '304 Not Modified' }).waitFor();
    await look(page, 'console-not-modified', view);
    await send(page, '/image/width=400,format=webp/pictures/orbit.jpg', '200 OK');
    await page.getByText('400 × 250 px').waitFor();
    await look(page, 'console-picture', view);
    await page.route('**/hello', (route) => route.fulfill(LARGE), { times: 1 });
    await send(page, '/hello', '300 kB');
    await look(page, 'console-large', view);
  });

  it('is accessible and fits the window when a write fails, and when there is no response', async () => {
    const { page, expectFaults } = await visit({ origin: site.origin(), view });
    await useToken(page, TOKEN);
    await page.goto('/console');
    await send(page, `/api/users/${id}`, '200 OK');
    await button(page, 'Change it with If-Match').click();
    await write('PATCH', `/api/users/${id}`, { name: 'Somebody else' });
    await button(page, 'Send').click();
    await status(page).filter({ hasText: '412 Precondition Failed' }).waitFor();
    expectFaults(/412/);
    await look(page, 'console-conflict', view);
    await page.route('**/hello', (route) => route.abort('connectionrefused'), { times: 1 });
    await page.goto('/console');
    await send(page, '/hello', 'No response');
    expectFaults(/hello/);
    expectFaults(/ERR_CONNECTION_REFUSED/);
    await look(page, 'console-unreachable', view);
    await page.route('**/api/users', () => undefined, { times: 1 });
    await send(page, '/api/users', 'Sending…');
    await look(page, 'console-sending', view);
    await button(page, 'Cancel').click();
    await status(page).filter({ hasText: 'Cancelled' }).waitFor();
    await look(page, 'console-cancelled', view);
    await path(page).fill('//elsewhere.example/');
    await button(page, 'Send').click();
    await page.getByRole('alert').filter({ hasText: 'not on this origin' }).waitFor();
    await look(page, 'console-wrong-path', view);
  });
});

describe('a person', () => {
  beforeEach(async () => {
    await write('DELETE', '/api/users/console');
    await write('POST', '/api/users', { id: 'console', name: 'Ada', age: 36 });
  });

  it('sends one of the first requests with one click, and learns what its headers mean', async () => {
    const { page } = await open();
    await page.getByRole('link', { name: /^GET\s*\/api\/users\?_limit=3/ }).click();
    await status(page).filter({ hasText: '200 OK' }).waitFor();
    await response(page).getByText('The state of the response').waitFor();
    expect(await response(page).getByText('row').first().textContent()).toMatch(
      /\d+ rows? read, 1 round trip/,
    );
  });

  it('follows the pages of a list, and shares the one that is shown by its URL', async () => {
    const { page } = await open();
    await send(page, '/api/pictures?_page=1&_limit=2', '200 OK');
    await button(page, 'Next page').click();
    await page.waitForURL(/_page%3D2/);
    await button(page, 'Previous page').waitFor();
    await page.reload();
    expect(await path(page).inputValue()).toMatch(/^\/api\/pictures\?_page=2&_limit=2&_after=/);
    await page.goBack();
    await expect.poll(() => path(page).inputValue()).toBe('/api/pictures?_page=1&_limit=2');
  });

  it('revalidates a response, and gets 304 without a body', async () => {
    const { page } = await open();
    await send(page, '/api/users/1', '200 OK');
    await button(page, 'Send again with If-None-Match').click();
    await status(page).filter({ hasText: '304 Not Modified' }).waitFor();
    await page.getByText('The response has no body.', { exact: true }).waitFor();
  });

  it('changes a document: is refused, gives the token, sends again, meets a conflict and resolves it', async () => {
    const { page, expectFaults } = await open();
    await send(page, '/api/users/console', '200 OK');
    await button(page, 'Change it with If-Match').click();
    await page.getByLabel('Body', { exact: true }).fill('{ "name": "Augusta" }');
    await button(page, 'Send').click();
    await status(page).filter({ hasText: '401' }).waitFor();
    expectFaults(/401/);
    await button(page, 'Use a token').click();
    await page.getByLabel('Token', { exact: true }).fill(TOKEN);
    await button(page, 'Use the token').click();
    await button(page, 'Send again with the token').click();
    await status(page).filter({ hasText: '200 OK' }).waitFor();
    await write('PATCH', '/api/users/console', { name: 'Somebody else' });
    await button(page, 'Send').click();
    await status(page).filter({ hasText: '412 Precondition Failed' }).waitFor();
    expectFaults(/412/);
    await page.getByRole('link', { name: 'What precondition-failed means' }).waitFor();
    await button(page, 'Write over it with If-Match').click();
    await button(page, 'Send').click();
    await status(page).filter({ hasText: '200 OK' }).waitFor();
    expect(page.url()).not.toContain(TOKEN);
    await page.getByText('The token of this tab is sent.').waitFor();
  });

  it('creates a document, and reads it', async () => {
    const { page } = await open();
    await page.evaluate((token) => sessionStorage.setItem('perigee-token', token), TOKEN);
    await page.goto(
      '/console?method=POST&path=/api/users&headers={"Content-Type":"application/json"}&body={"name":"Grace"}',
    );
    await button(page, 'Format JSON').click();
    expect(await page.getByLabel('Body', { exact: true }).inputValue()).toBe('{\n  "name": "Grace"\n}');
    await button(page, 'Send').click();
    await status(page).filter({ hasText: '201 Created' }).waitFor();
    await button(page, 'Read the new document').click();
    await status(page).filter({ hasText: '200 OK' }).waitFor();
    await response(page).getByText('"Grace"').waitFor();
  });

  it('writes a body in the editor, which is loaded when it is opened', async () => {
    const { page } = await open('/console?method=POST&path=/method.json&body={"a":1}');
    await button(page, 'Open the editor').click();
    await page.locator('.cm-content').press('ControlOrMeta+End');
    await page.keyboard.type(' ');
    await button(page, 'Format JSON').click();
    await page.locator('.cm-line').nth(1).waitFor();
    await expectAccessible(page);
    await page.locator('.cm-content').press('Control+Enter');
    await status(page).filter({ hasText: '200 OK' }).waitFor();
    expect(new URL(page.url()).searchParams.get('body')).toBe('{\n  "a": 1\n}');
    await button(page, 'Close the editor').click();
    expect(await page.getByLabel('Body', { exact: true }).inputValue()).toBe('{\n  "a": 1\n}');
  });

  it('copies a request in each form', async () => {
    const { page } = await open();
    await send(page, '/api/users?name=Yan', '200 OK');
    const forms = {
      curl: /^curl '.*name=Yan'$/,
      'fetch()': /await fetch\("/,
      'react-admin': /getList\("users"/,
    };
    for (const [name, expected] of Object.entries(forms)) {
      await page.locator('.copy-menu > button').click();
      await button(page, name).click();
      await expect.poll(() => copiedText(page)).toMatch(expected);
    }
    await page.locator('.copy-menu > button').click();
    await page.keyboard.press('Escape');
    await expect.poll(() => button(page, 'curl').count()).toBe(0);
  });

  it('restores a request of the history, and clears it; a header that lets someone in is in neither', async () => {
    const { page } = await open();
    await button(page, 'Add a header').click();
    await page.getByLabel('Name').fill('Authorization');
    await page.getByLabel('Value').fill(`Bearer ${TOKEN}`);
    await send(page, '/api/users/1', '200 OK');
    await button(page, 'Remove the header').click();
    await send(page, '/api/users/2', '200 OK');
    expect(page.url()).not.toContain(TOKEN);
    const stored = await page.evaluate(() => JSON.stringify(sessionStorage));
    expect(stored).not.toContain(TOKEN);
    await page.getByRole('button', { name: /^GET\s*\/api\/users\/1/ }).click();
    expect(await path(page).inputValue()).toBe('/api/users/1');
    // What the page says before a request is gone, also after it was loaded again.
    await page.reload();
    await page.getByRole('button', { name: /^GET\s*\/api\/users\/1/ }).waitFor();
    expect(await page.getByText('are listed here').count()).toBe(0);
    await button(page, 'Clear the history').click();
    await page.getByText('are listed here').waitFor();
  });

  it('follows a link in a body in place; one that somebody made to the console only fills the form', async () => {
    const { page } = await open();
    const trap = `${site.origin()}/console?method=DELETE&path=/api/users/console`;
    await write('PATCH', '/api/users/console', { trap, picture: '/pictures/orbit.jpg' });
    await page.evaluate((token) => sessionStorage.setItem('perigee-token', token), TOKEN);
    await send(page, '/api/users/console', '200 OK');
    await response(page).getByRole('link', { name: '/console?method' }).click();
    expect(await page.getByLabel('Method', { exact: true }).inputValue()).toBe('DELETE');
    expect(await status(page).textContent()).toMatch(/^200 OK/);
    expect((await fetch(`${site.origin()}/api/users/console`)).status).toBe(200);
    await response(page).getByRole('link', { name: 'orbit.jpg' }).click();
    await page.getByText('1600 × 1000 px').waitFor();
  });

  it('keeps what was typed when a link within the page is followed', async () => {
    const { page } = await open();
    await path(page).fill('/api/users?name=Yan');
    await page.getByRole('link', { name: 'Skip to the content' }).press('Enter');
    await page.waitForURL(/#main$/);
    expect(await path(page).inputValue()).toBe('/api/users?name=Yan');
  });

  it('reads which index a list lacks', async () => {
    const { page } = await open();
    await send(page, '/api/users?age_gte=36&_sort=name', '200 OK');
    await response(page).getByText("'age'").waitFor();
    expect(await response(page).textContent()).toMatch(
      /read \d+ rows for \d+ documents?: no index of users begins with age/,
    );
    await send(page, '/api/users?name=Yan', '200 OK');
    expect(await response(page).getByText('no index').count()).toBe(0);
  });

  it.each([
    ['//evil.example/api', 'is not on this origin'],
    ['https://evil.example/', 'is not on this origin'],
    ['api/users', 'must begin with /'],
  ])('is told why %s cannot be sent', async (target, message) => {
    const { page } = await open();
    await path(page).fill(target);
    await button(page, 'Send').click();
    await page.getByRole('alert').filter({ hasText: message }).waitFor();
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('console-path');
    expect(await status(page).textContent()).toBe('Nothing is sent yet.');
  });

  it('sends a method of their own, and is told which one a browser refuses', async () => {
    const { page } = await open();
    await page.getByLabel('Method', { exact: true }).selectOption('Other');
    await page.getByLabel('Other method').fill('trace');
    await button(page, 'Send').click();
    await page.getByRole('alert').filter({ hasText: 'does not send TRACE' }).waitFor();
    await page.getByLabel('Other method').fill('purge');
    await send(page, '/method.json', '200 OK');
    await response(page).getByText('PURGE').first().waitFor();
  });

  it('sees pictures, text, and the first part of a large body', async () => {
    const { page } = await open();
    await send(page, '/image/width=400,format=webp/pictures/orbit.jpg', '200 OK');
    await page.getByText('400 × 250 px').waitFor();
    await send(page, '/api/users?_format=ndjson', '200 OK');
    await page.getByRole('region', { name: 'Response body' }).getByText('{"id":0,"name":"Sarah"}').waitFor();
    await page.route('**/hello', (route) => route.fulfill(LARGE));
    await send(page, '/hello', '300 kB');
    await page.getByText('These are the first 200 kB.').waitFor();
    const download = page.waitForEvent('download');
    await button(page, 'Save 300 kB').click();
    expect((await download).suggestedFilename()).toBe('hello.txt');
  });

  it('sees that a server cannot be reached, and cancels a request that does not end', async () => {
    const { page, expectFaults } = await open();
    await page.route('**/hello', (route) => route.abort('connectionrefused'));
    await send(page, '/hello', 'No response');
    expectFaults(/hello/);
    expectFaults(/ERR_CONNECTION_REFUSED/);
    await page.route('**/api/users', () => undefined);
    await send(page, '/api/users', 'Sending…');
    await button(page, 'Cancel').click();
    await status(page).filter({ hasText: 'Cancelled' }).waitFor();
  });
});

it('a request is written, sent, copied, sent again and restored with the keyboard alone', async () => {
  const { page } = await open();
  const { keyboard } = page;
  await tabTo(page, 'Skip to the content');
  await keyboard.press('Enter');
  await tabTo(page, 'Path and query');
  await retype(page, '/api/users/1');
  // The list of proposed paths closes.
  await keyboard.press('Escape');
  await tabTo(page, 'Send');
  await keyboard.press('Enter');
  await status(page).filter({ hasText: '200 OK' }).waitFor();
  await tabTo(page, /^Copy/);
  await keyboard.press('Enter');
  await tabTo(page, 'curl');
  await keyboard.press('Enter');
  await expect.poll(() => copiedText(page)).toMatch(/^curl .*\/api\/users\/1/);
  expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-expanded'))).toBe('false');
  await tabTo(page, 'Send again with If-None-Match');
  await keyboard.press('Enter');
  await status(page).filter({ hasText: '304' }).waitFor();
  await page.goto('/console');
  await tabTo(page, /^GET ?\/api\/users\/1 ?200/);
  await keyboard.press('Enter');
  expect(await path(page).inputValue()).toBe('/api/users/1');
  await page.locator('#console-path:focus').waitFor();
  await keyboard.press('Control+Enter');
  await status(page).filter({ hasText: '200 OK' }).waitFor();
});

it('nothing moves while a link fills in a method, a header and a body', async () => {
  const { page } = await visit({ origin: site.origin(), view: NARROW });
  await page.addInitScript(() => {
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) {
        const before = Number(sessionStorage.getItem('shift'));
        sessionStorage.setItem('shift', String(before + ('value' in entry ? Number(entry.value) : 0)));
      }
    }).observe({ type: 'layout-shift', buffered: true });
  });
  const headers = '{"Content-Type":"application/json"}';
  await page.goto(`/console?method=POST&path=/api/users&headers=${headers}&body={}`, {
    waitUntil: 'networkidle',
  });
  await page.getByLabel('Body', { exact: true }).waitFor();
  expect(await page.evaluate(() => Number(sessionStorage.getItem('shift')))).toBe(0);
});

it('the scripts of the console have at most 60 kB, compressed', async () => {
  const { page } = await visit({ origin: site.origin() });
  const total = sumOf(await scriptSizes(page, '/console'));
  expect(total).toBeGreaterThan(0);
  expect(total).toBeLessThan(60_000);
});
