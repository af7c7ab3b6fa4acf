import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { AxeBuilder } from '@axe-core/playwright';
import { type Browser, type BrowserContext, chromium, type Locator, type Page } from 'playwright-core';
import { afterAll, afterEach, expect } from 'vitest';
import { chromiumPath } from './chromium.ts';

/** A window: its width and the colour scheme that the reader prefers. */
export interface View {
  name: string;
  width: number;
  height: number;
  colorScheme: 'light' | 'dark';
}

/** The default window of tests. */
export const WIDE: View = { name: '1280-light', width: 1280, height: 900, colorScheme: 'light' };

export const NARROW: View = { name: '390-light', width: 390, height: 844, colorScheme: 'light' };

const WIDE_DARK: View = { ...WIDE, name: '1280-dark', colorScheme: 'dark' };
const NARROW_DARK: View = { ...NARROW, name: '390-dark', colorScheme: 'dark' };

/** The views of every page: each width and each colour scheme once; all four with `VIEWS=all`. */
export const VIEWS: readonly View[] =
  process.env['VIEWS'] === 'all' ? [WIDE, WIDE_DARK, NARROW, NARROW_DARK] : [WIDE, NARROW_DARK];

/** Where screenshots are written, for people to look at. Git ignores it. */
const SCREENSHOTS = 'tests/browser/screenshots';

/** The rules of WCAG 2.2 AA and the best practices of axe. */
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/**
 * Chromium refuses to run as root with its sandbox. The arguments that the package proposes are for AWS Lambda: they turn
 * off the same-origin policy, which these tests need.
 */
const ARGUMENTS = ['--no-sandbox', '--disable-dev-shm-usage', '--font-render-hinting=none'];

/** One browser for all test files of the process. */
const run = globalThis as { browser?: Promise<Browser> };

/** Starts Chromium once. */
export function browser(): Promise<Browser> {
  run.browser ??= chromiumPath().then((executablePath) =>
    chromium.launch({ executablePath, args: ARGUMENTS }),
  );
  return run.browser;
}

export interface Visit {
  page: Page;
  /** Expects a console error, a CSP violation or a failed request, each matching the pattern, which are then forgotten. */
  expectFaults(pattern: RegExp): void;
}

interface Options {
  origin: string;
  view?: View;
  /** Other origins to which the page may send requests. */
  others?: readonly string[];
}

const visits: { context: BrowserContext; faults: string[] }[] = [];

/**
 * Opens a page in a new context. The test fails if the page reports a console error, violates its Content-Security-Policy,
 * sends a request to another host, or has a request that fails: see `useBrowser()`.
 */
export async function visit({ origin, view = WIDE, others = [] }: Options): Promise<Visit> {
  const { width, height, colorScheme } = view;
  const context = await (await browser()).newContext({
    baseURL: origin,
    viewport: { width, height },
    colorScheme,
    reducedMotion: 'reduce',
  });
  await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin });
  const page = await context.newPage();
  const faults: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') faults.push(`console: ${message.text()}`);
  });
  page.on('pageerror', (error) => faults.push(`exception: ${error.message}`));
  page.on('requestfailed', (request) => {
    const reason = request.failure()?.errorText ?? '';
    // Leaving a page, or aborting a request by a script, is not a fault.
    if (reason !== 'net::ERR_ABORTED') faults.push(`request: ${request.url()} ${reason}`);
  });
  page.on('request', (request) => {
    const { origin: asked, protocol } = new URL(request.url());
    const isAllowed = asked === origin || others.includes(asked) || !protocol.startsWith('http');
    if (!isAllowed) faults.push(`another host: ${request.url()}`);
  });
  visits.push({ context, faults });
  return {
    page,
    expectFaults(pattern) {
      const matching = faults.filter((fault) => pattern.test(fault));
      expect(matching, faults.join('\n')).not.toEqual([]);
      for (const fault of matching) faults.splice(faults.indexOf(fault), 1);
    },
  };
}

/** Closes the pages of each test, and expects that none of them had a fault. Call it once in each test file. */
export function useBrowser(): void {
  afterEach(async () => {
    const open = visits.splice(0);
    await Promise.all(open.map(({ context }) => context.close()));
    expect(open.flatMap(({ faults }) => faults)).toEqual([]);
  });
  afterAll(async () => {
    await (await run.browser)?.close();
    delete run.browser;
  });
}

/** Stores the token in the session of a tab, for the pages that it opens later. */
export async function useToken(page: Page, token: string): Promise<void> {
  await page.addInitScript((value) => {
    // A page without an origin has no storage.
    if (location.protocol.startsWith('http')) sessionStorage.setItem('perigee-token', value);
  }, token);
}

/** The name of the element that has the focus, as its label or its text tells it. */
function focusedName(page: Page): Promise<string> {
  return page.evaluate(() => {
    const element = document.activeElement;
    if (element === null || element === document.body) return '';
    const labels = 'labels' in element ? (element.labels as NodeListOf<HTMLLabelElement> | null) : null;
    const name = element.getAttribute('aria-label') ?? labels?.[0]?.textContent ?? element.textContent ?? '';
    return name.replace(/\s+/g, ' ').trim();
  });
}

/** Presses Tab until the focus is on an element with this name, as a reader without a mouse does. */
export async function tabTo(page: Page, name: string | RegExp): Promise<void> {
  const passed: string[] = [];
  for (let presses = 0; presses < 120; presses += 1) {
    await page.keyboard.press('Tab');
    const focused = await focusedName(page);
    if (typeof name === 'string' ? focused === name : name.test(focused)) return;
    passed.push(focused);
  }
  throw new Error(`The Tab key does not reach ${name}, but ${passed.join(', ')}.`);
}

/** Replaces the text of the field that has the focus. */
export async function retype(page: Page, text: string): Promise<void> {
  await page.keyboard.press('ControlOrMeta+A');
  await page.keyboard.type(text);
}

/**
 * Replaces the text of the JSON editor as a person does. `fill()` would let Chromium edit the lines itself, with style
 * attributes that the Content-Security-Policy refuses.
 */
export async function fillEditor(editor: Locator, text: string): Promise<void> {
  await editor.press('ControlOrMeta+A');
  await editor.press('Delete');
  await editor.page().keyboard.insertText(text);
}

/**
 * Expects that axe finds nothing on the page as it is now. `setLegacyMode()` spares a second page, which is for frames of
 * other origins: these pages have none.
 */
export async function expectAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page })
    .options({ runOnly: RULES, resultTypes: ['violations'] })
    .setLegacyMode()
    .analyze();
  const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`);
  expect(found).toEqual([]);
}

/** Expects that the page fits the window and that axe finds nothing, and writes a picture of it. */
export async function look(page: Page, name: string, view: View): Promise<void> {
  await expectNoSidewaysScroll(page);
  await expectAccessible(page);
  await screenshot(page, `${name}-${view.name}`);
}

/** Returns the size of each script that a page loads, in bytes of `gzip -9`. */
export async function scriptSizes(page: Page, path: string): Promise<number[]> {
  const scripts: Promise<Buffer>[] = [];
  page.on('response', (response) => {
    if (response.request().resourceType() === 'script') scripts.push(response.body());
  });
  await page.goto(path, { waitUntil: 'networkidle' });
  return (await Promise.all(scripts)).map((script) => gzipSync(script, { level: 9 }).byteLength);
}

export function sumOf(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0);
}

/** Returns the text that the page has copied. */
export function copiedText(page: Page): Promise<string> {
  return page.evaluate(() => navigator.clipboard.readText());
}

/** Expects that the page is no wider than the window. */
export async function expectNoSidewaysScroll(page: Page): Promise<void> {
  const widths = await page.evaluate(() => ({
    page: document.documentElement.scrollWidth,
    window: document.documentElement.clientWidth,
  }));
  expect(widths.page).toBeLessThanOrEqual(widths.window);
}

/** Writes a screenshot of the whole page. Scrolls first, so that lazy images load. */
export async function screenshot(page: Page, name: string): Promise<void> {
  mkdirSync(SCREENSHOTS, { recursive: true });
  await page.evaluate(async () => {
    const isLazy = document.querySelector('img[loading="lazy"]') !== null;
    for (let top = 0; isLazy && top < document.body.scrollHeight; top += innerHeight / 2) {
      scrollTo(0, top);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    if (isLazy) scrollTo(0, 0);
    await Promise.all(Array.from(document.images, (image) => image.decode().catch(() => undefined)));
  });
  await page.screenshot({ path: join(SCREENSHOTS, `${name}.png`), fullPage: true });
}
