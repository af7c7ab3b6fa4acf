// A server of JPEGs. Any path is a large one, whose second half comes a second after the first; /warm/… are small.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import sharp from 'sharp';

const large = await noisyJpeg(4400, 3330);
const small = await noisyJpeg(200, 150);
const half = Math.floor(large.length / 2);

const server = createServer((request, response) => {
  if (request.url?.startsWith('/warm/')) {
    response.end(small);
    return;
  }
  response.writeHead(200, { 'content-type': 'image/jpeg', 'content-length': large.length });
  response.write(large.subarray(0, half));
  setTimeout(() => response.end(large.subarray(half)), 1000);
  response.once('finish', () => process.send?.({ path: request.url, at: Date.now() }));
}).listen(0, '127.0.0.1', () => {
  const { port } = server.address() as AddressInfo;
  process.send?.({ origin: `http://127.0.0.1:${port}`, bytes: large.length });
});

/** Noise does not compress. */
function noisyJpeg(width: number, height: number): Promise<Buffer> {
  const data = new Uint8Array(width * height * 3).map(() => Math.random() * 256);
  return sharp(data, { raw: { width, height, channels: 3 } })
    .jpeg({ quality: 95 })
    .toBuffer();
}
