import { Problem } from '../http/problem/problem.ts';
import { truncateText } from '../http/truncate-text.ts';

/**
 * Refuses a request that a page of another site made a browser send. The credential of Cloudflare Access is a cookie,
 * which a browser adds to such a request too, and a form needs no preflight. Clients other than browsers send neither
 * header.
 *
 * @throws Problem 403
 */
export function requireSameOrigin({ headers }: Request, { origin }: URL): void {
  const site = headers.get('sec-fetch-site');
  const from = headers.get('origin');
  const isSameOrigin =
    site === null ? from === null || from === origin : site === 'same-origin' || site === 'none';
  if (isSameOrigin) return;
  throw new Problem(
    'cross-site-write',
    `A write through Cloudflare Access comes from ${truncateText(from ?? 'another origin', 100)}; allowed: ${origin}.`,
  );
}
