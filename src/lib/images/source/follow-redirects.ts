import { Problem } from '../../http/problem/problem.ts';

/** The name of this service in `Via` (RFC 9110 section 7.6.3). A request that carries it comes from this service. */
export const VIA_NAME = 'perigee';

const MAX_REDIRECTS = 3;

/** No header of the client reaches the source: no cookie, no credential, no address. */
const REQUEST_HEADERS = {
  accept: 'image/*',
  'accept-encoding': 'identity',
  'user-agent': 'Perigee',
  via: `1.1 ${VIA_NAME}`,
};

export interface RedirectOptions {
  fetch: typeof fetch;
  /** Checks every URL before it is requested, the first one and each redirect. */
  isAllowed: (url: URL) => boolean;
}

/**
 * Requests a source and follows at most three redirects.
 *
 * @throws Problem 502 for a redirect that is not allowed, or for a fourth redirect
 */
export async function followRedirects(
  source: URL,
  signal: AbortSignal,
  { fetch, isAllowed }: RedirectOptions,
): Promise<Response> {
  let url: URL | null = source;
  for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects++) {
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
