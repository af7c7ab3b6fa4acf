import Negotiator from 'negotiator';

const OFFERED = ['text/html', 'application/json', 'application/problem+json'];

/** Whether an error is better told as JSON: by where it happened, or by what the client accepts (RFC 9110 section 12.5.1). */
export function prefersJson(request: Request): boolean {
  const { pathname } = new URL(request.url);
  if (pathname === '/api' || pathname.startsWith('/api/') || pathname.endsWith('.json')) return true;
  // What is shown as a picture is never a page.
  if (pathname.startsWith('/image/')) return true;
  const accept = request.headers.get('accept') ?? '*/*';
  return new Negotiator({ headers: { accept } }).mediaType(OFFERED)?.endsWith('json') ?? false;
}
