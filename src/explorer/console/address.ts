import { consoleUrl, type Draft, draftOfQuery } from '../request/draft.ts';

const FIRST: Draft = { method: 'GET', path: '/api', headers: {} };
/** Characters of an address that every browser and server takes. */
const MAX_ADDRESS = 8_000;

/**
 * The request of a link to the console, or of a link in a body; `null` for every other link. Only a `GET` is sent at once:
 * a body may hold a link to the console that somebody else wrote.
 */
export function targetOf(link: HTMLAnchorElement): { draft: Draft; isSent: boolean } | null {
  const { origin, pathname, search } = new URL(link.href);
  const isInBody = link.closest('.json') !== null;
  if (origin !== location.origin) return null;
  if (pathname === location.pathname) {
    const draft = draftOfQuery(new URLSearchParams(search));
    return draft && { draft, isSent: link.hasAttribute('data-send') };
  }
  const isServed = isInBody && /^\/(api|image|pictures|schemas)\//.test(pathname);
  return isServed ? { draft: { method: 'GET', path: pathname + search }, isSent: true } : null;
}

/** The request that the address bar names, or the one that the page begins with. */
export function draftOfAddress(): Draft {
  return draftOfQuery(new URLSearchParams(location.search)) ?? FIRST;
}

/** The address bar shows what was sent, so that it can be shared. A body beyond what URLs hold is left out. */
export function followAddress(draft: Draft): void {
  const url = consoleUrl(draft);
  const { body: _, ...rest } = draft;
  const address = url.length > MAX_ADDRESS ? consoleUrl(rest) : url;
  if (address !== location.pathname + location.search) history.pushState(null, '', address);
}
