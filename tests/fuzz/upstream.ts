import { png } from '../support/images/images.ts';

const IMAGE = png(40, 30);

/** The internet that the Worker fetches images from. */
export function upstream({ url }: Request): Response {
  const { pathname } = new URL(url);
  switch (pathname) {
    case '/ok.png':
    case '/assets/full-logo-light.png':
      return new Response(IMAGE, {
        headers: { etag: '"1"', 'content-type': 'image/png', 'set-cookie': 'secret=1' },
      });
    case '/error':
      return new Response('secret at node_modules', { status: 500 });
    case '/html':
      return new Response('<script>', { headers: { 'content-type': 'text/html' } });
    case '/empty':
      return new Response(null, { status: 200 });
    case '/redirect':
      return new Response(null, { status: 302, headers: { location: 'https://evil.example/' } });
    case '/loop':
      return new Response(null, { status: 302, headers: { location: url } });
    default:
      return new Response(null, { status: 404 });
  }
}
