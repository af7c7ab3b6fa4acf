import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { HttpResponse, http, passthrough } from 'msw';
import { claimedPng, png } from './samples.ts';

const MEGABYTE = new Uint8Array(1024 * 1024);
const PICTURE = png(400, 400);

/** Ways in which a server of pictures misbehaves on its sockets, by path. */
const FAULTS: Record<string, (response: ServerResponse, request: IncomingMessage) => void> = {
  '/silent': () => undefined,
  '/stalled': (response) => response.write(PICTURE.slice(0, 100)),
  '/slow': (response) => {
    response.write(claimedPng(50, 50));
    const timer = setInterval(() => response.write('x'), 200);
    response.on('close', () => clearInterval(timer));
  },
  '/endless': (response) => {
    response.write(PICTURE);
    const more = () => {
      while (!response.destroyed && response.write(MEGABYTE));
    };
    response.on('drain', more);
    more();
  },
  '/reset': (response) => response.destroy(),
  '/reset-later': (response) => {
    response.write(PICTURE.slice(0, 200));
    setTimeout(() => response.destroy(), 50);
  },
  '/longer-than-said': (response) => {
    response.writeHead(200, { 'content-length': 100 });
    response.socket?.end(PICTURE);
  },
  '/shorter-than-said': (response) => {
    response.writeHead(200, { 'content-length': PICTURE.length * 2 });
    response.write(PICTURE.slice(0, 300));
    setTimeout(() => response.destroy(), 50);
  },
  '/gzip-bomb': (response) => {
    const bomb = gzipSync(Buffer.concat([PICTURE, ...Array<Uint8Array>(40).fill(MEGABYTE)]));
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
    response.end(PICTURE);
  },
};

const server = createServer((request, response) => {
  const fault = FAULTS[request.url ?? ''];
  if (fault === undefined) response.end(PICTURE);
  else fault(response, request);
}).listen(0, '127.0.0.1');
await new Promise((resolve) => server.once('listening', resolve));
server.unref();

/** Where the faults are; the Worker of the tests allows it as an origin of pictures. */
export const FAULT_ORIGIN = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

/** Lets the Worker reach the faults through the fake internet. */
export const faultHandler = http.all(`${FAULT_ORIGIN}/*`, () => passthrough());

/** A redirect of a picture that is allowed. */
export function redirects(from: string, to: string) {
  return http.get(from, () => new HttpResponse(null, { status: 302, headers: { location: to } }));
}
