import type { Address } from '../request/url-parameters.ts';

/** A page of a list. */
export interface Page {
  /** Its number, from 1; `null` if it is unknown. */
  page: number | null;
  limit: number;
  /** `null` if it is unknown. */
  total: number | null;
  /** Whether `total` is a lower bound, so that no page is known to be the last. */
  isAtLeast?: boolean;
  /** Whether there are documents before and after the page, where its number and the total do not say so. */
  neighbours?: { prev: boolean; next: boolean } | null;
  /** The cursors of its first and its last document. */
  cursors?: Cursors | null;
}

/** Opaque positions of documents in a list. Each is written when it is read. */
export interface Cursors {
  readonly first: string;
  readonly last: string;
}

/** The numbers of the pages around a page; `null` where there is none, or its number is unknown. */
interface PageNumbers {
  first: number;
  prev: number | null;
  next: number | null;
  last: number | null;
}

/** An empty list has one page. A page beyond the end has the last page before it. */
export function pageNumbers(page: Page): PageNumbers {
  const { page: number, limit, total } = page;
  const last = total === null ? null : Math.max(Math.ceil(total / limit), 1);
  if (number === null) return { first: 1, prev: null, next: null, last };
  const { prev, next } = page.neighbours ?? { prev: number > 1, next: last !== null && number < last };
  const before = page.neighbours || last === null ? number - 1 : Math.min(number - 1, last);
  return { first: 1, prev: prev ? Math.max(before, 1) : null, next: next ? number + 1 : null, last };
}

/** Values of parameters in a link; `null` removes one. */
type Parameters = Readonly<Record<string, number | string | null>>;

/**
 * The `Link` header of a page (RFC 8288): absolute URLs of first, prev, next and last, with all other parameters. Next
 * and prev begin at the documents of this page, and keep a number for clients that read it.
 *
 * @param sizeName the parameter of the page's size: `_limit` or `_per_page`
 * @returns `null` when there is only one page, or the URLs are too long for a header
 */
export function pageLinks(
  address: Address,
  page: Page,
  sizeName: '_limit' | '_per_page' = '_limit',
): string | null {
  const { first, prev, next, last } = pageNumbers(page);
  const has = page.neighbours ?? { prev: prev !== null, next: next !== null };
  if (!has.prev && !has.next && (last === 1 || last === null)) return null;
  const write = linkWriter(address);
  const link = (relation: string, number: number | null, cursor: Parameters) => {
    const parameters = { _page: number, [sizeName]: page.limit, _after: null, _before: null, ...cursor };
    return write(parameters, relation);
  };
  const { cursors = null } = page;
  const onward = has.next ? [link('next', next, { _after: cursors?.last ?? null })] : [];
  const all = [
    link('first', first, {}),
    ...(has.prev ? [link('prev', prev, { _before: cursors?.first ?? null })] : []),
    ...onward,
    ...(last === null || page.isAtLeast === true ? [] : [link('last', last, {})]),
  ].join(', ');
  return fitsHeader(all) ? all : (onward.find(fitsHeader) ?? null);
}

/** The `Link` header of a truncated slice: the rest of it, after its last document; `null` without a rest. */
export function restLink(
  address: Address,
  rest: { start: number; end: number } | null,
  cursors: Cursors | null,
): string | null {
  if (rest === null) return null;
  const parameters = { _start: rest.start, _end: rest.end, _after: cursors?.last ?? null };
  const link = linkWriter(address)(parameters, 'next');
  return fitsHeader(link) ? link : null;
}

/** A `Link` header whose `next` is the URL with these values of parameters. */
export function nextLink(address: Address, parameters: Record<string, number>): string {
  return linkWriter(address)(parameters, 'next');
}

/** The most characters of a `Link` header. Node's clients refuse headers of 16 KiB (https://nodejs.org/api/cli.html#--max-http-header-sizesize). */
const MAX_LINK_CHARACTERS = 14_000;

function fitsHeader(link: string): boolean {
  return link.length <= MAX_LINK_CHARACTERS;
}

/**
 * Returns a function that writes links to the URL with other values of some parameters, as `URLSearchParams.set()` and
 * `delete()` do. Names and values of the parameters need no encoding: they are words, numbers and base64 for URLs.
 */
function linkWriter({
  url,
  parameters: given,
}: Address): (parameters: Parameters, relation: string) => string {
  const path = url.origin + url.pathname;
  return (parameters, relation) => {
    const pairs: string[] = [];
    const written: string[] = [];
    const write = (name: string) => {
      if (written.includes(name)) return;
      written.push(name);
      const value = parameters[name] ?? null;
      if (value !== null) pairs.push(`${name}=${value}`);
    };
    for (const { name, pair } of given.encoded) {
      if (Object.hasOwn(parameters, name)) write(name);
      else pairs.push(pair);
    }
    for (const name of Object.keys(parameters)) write(name);
    return `<${path}?${pairs.join('&')}>; rel="${relation}"`;
  };
}
