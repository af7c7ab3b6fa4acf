import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { HttpResponse, http, passthrough } from 'msw';
import { setupServer } from 'msw/node';
import { claimedPng, png } from '../images/images.ts';

/** An origin that the owner's allow-list contains. */
export const HOST = 'https://docs.astro.build';

/** The internet as the Worker sees it: a request that no test handles fails. */
export const upstream = setupServer();

/** Intercepts all requests except those to the Worker itself. */
export function listenUpstream(isWorker: (url: URL) => boolean): void {
  upstream.listen({
    onUnhandledRequest(request, print) {
      if (!isWorker(new URL(request.url))) print.error();
    },
  });
}

/**
 * Stops Node from following redirects. The fetch of the Worker under test drops its `redirect: 'manual'`;
 * workerd follows the redirects that the Worker asks it to follow.
 */
export function followNoRedirects(): void {
  const intercepted = globalThis.fetch;
  globalThis.fetch = (input, init) => intercepted(new Request(input, init), { redirect: 'manual' });
}

const MEGABYTE = new Uint8Array(1024 * 1024);
const IMAGE = png(400, 400);

/** The faults of an image server on its socket, by path. */
const FAULTS: Record<string, (response: ServerResponse, request: IncomingMessage) => void> = {
  '/silent': () => undefined,
  '/stalled': (response) => response.write(IMAGE.slice(0, 100)),
  '/slow': (response) => {
    response.write(claimedPng(50, 50));
    const timer = setInterval(() => response.write('x'), 200);
    response.on('close', () => clearInterval(timer));
  },
  '/endless': (response) => {
    response.write(IMAGE);
    const more = () => {
      while (!response.destroyed && response.write(MEGABYTE));
    };
    response.on('drain', more);
    more();
  },
  '/reset': (response) => response.destroy(),
  '/reset-later': (response) => {
    response.write(IMAGE.slice(0, 200));
    setTimeout(() => response.destroy(), 50);
  },
  '/longer-than-said': (response) => {
    response.writeHead(200, { 'content-length': 100 });
    response.socket?.end(IMAGE);
  },
  '/shorter-than-said': (response) => {
    response.writeHead(200, { 'content-length': IMAGE.length * 2 });
    response.write(IMAGE.slice(0, 300));
    setTimeout(() => response.destroy(), 50);
  },
  '/gzip-bomb': (response) => {
    const bomb = gzipSync(Buffer.concat([IMAGE, ...Array<Uint8Array>(40).fill(MEGABYTE)]));
    response.writeHead(200, { 'content-encoding': 'gzip' }).end(bomb);
  },
  '/loop': (response) => response.writeHead(302, { location: '/loop' }).end(),
  '/headers': (response) => {
    response.writeHead(200, {
      'content-type': 'text/html',
      'set-cookie': 'secret=1; Max-Age=0',
      'cache-control': 'private, no-store',
      'content-security-policy': "script-src 'unsafe-inline'",
      'x-secret': 'y'.repeat(5000),
    });
    response.end(IMAGE);
  },
};

const server = createServer((request, response) => {
  const fault = FAULTS[request.url ?? ''];
  if (fault === undefined) response.end(IMAGE);
  else fault(response, request);
}).listen(0, '127.0.0.1');
await new Promise((resolve) => server.once('listening', resolve));
server.unref();

/** The origin of the faulty server, which the shared Worker allows as an image source. */
export const FAULT_ORIGIN = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

/** Lets requests to the faulty server through to its socket. */
export const faultHandler = http.all(`${FAULT_ORIGIN}/*`, () => passthrough());

/** Makes a handler that redirects one URL to another. */
export function redirects(from: string, to: string) {
  return http.get(from, () => new HttpResponse(null, { status: 302, headers: { location: to } }));
}
