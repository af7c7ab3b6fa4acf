import { allowsAuthorized, type Freshness, freshnessOf } from './freshness.ts';

/** How long the answer may be kept, or `null` when Cloudflare would not keep it ("Automatic bypass conditions"). */
export function storableFor(request: Request, response: Response): Freshness | null {
  const { status, headers } = response;
  const isRefused =
    headers.has('set-cookie') ||
    headers.get('vary')?.includes('*') ||
    status === 206 ||
    status === 304 ||
    (status >= 520 && status <= 526) ||
    (request.headers.has('authorization') && !allowsAuthorized(headers));
  return isRefused ? null : freshnessOf(headers);
}
