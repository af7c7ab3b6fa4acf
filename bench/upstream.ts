// A server of large JPEGs, any path one: the first half at once, the second a second later.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import sharp from 'sharp';

const WIDTH = 4400;
const HEIGHT = 3330;
const noise = new Uint8Array(WIDTH * HEIGHT * 3).map(() => Math.random() * 256);
const jpeg = await sharp(noise, { raw: { width: WIDTH, height: HEIGHT, channels: 3 } })
  .jpeg({ quality: 95 })
  .toBuffer();
const half = Math.floor(jpeg.length / 2);

const server = createServer((request, response) => {
  response.writeHead(200, { 'content-type': 'image/jpeg', 'content-length': jpeg.length });
  response.write(jpeg.subarray(0, half));
  setTimeout(() => response.end(jpeg.subarray(half)), 1000);
  response.once('finish', () => process.send?.({ path: request.url, at: Date.now() }));
}).listen(0, '127.0.0.1', () => {
  const { port } = server.address() as AddressInfo;
  process.send?.({ origin: `http://127.0.0.1:${port}`, bytes: jpeg.length });
});
