import { Problem } from '../../http/problem.ts';
import { VIA } from './loop.ts';

const MAX_REDIRECTS = 3;

/** Nothing of the client's: neither cookies nor credentials, nor where it is. */
const REQUEST_HEADERS = {
  accept: 'image/*',
  'accept-encoding': 'identity',
  'user-agent': 'Perigee',
  via: VIA,
};

export interface RedirectOptions {
  fetch: typeof fetch;
  /** Whether a URL may be asked, be it the first or a redirect's. */
  isAllowed: (url: URL) => boolean;
}

/** @throws Problem 502 at a redirect that is not allowed, and at one too many */
export async function followRedirects(
  source: URL,
  signal: AbortSignal,
  { fetch, isAllowed }: RedirectOptions,
): Promise<Response> {
  let url: URL | null = source;
  for (let hops = 0; hops <= MAX_REDIRECTS; hops++) {
    if (url === null || !isAllowed(url)) {
      throw new Problem('source-failed', 'The source redirects to an address that is not allowed.');
    }
    const response = await fetch(url, { redirect: 'manual', signal, headers: REQUEST_HEADERS });
    const location = response.headers.get('location');
    if (response.status < 300 || response.status > 399 || location === null) return response;
    await response.body?.cancel();
    url = URL.parse(location, url.href);
  }
  throw new Problem('source-failed', `The source redirects more than ${MAX_REDIRECTS} times.`);
}
