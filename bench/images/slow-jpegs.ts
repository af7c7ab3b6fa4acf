// Serves JPEGs. Paths under /warm/ are small. Any other path is large, and its second half is sent 1 s after the first.
// Reports `Sent` for each large one.
import { createServer } from 'node:http';
import sharp from 'sharp';
import { randomNumbers } from '../lib/random-numbers.ts';
import { announceServer, report } from '../lib/server-process.ts';

/** The last byte of a large image has been sent. */
export interface Sent {
  path: string;
  /** Milliseconds since 1970. */
  at: number;
}

const large = await noisyJpeg(4400, 3330);
const small = await noisyJpeg(200, 150);
const half = Math.floor(large.length / 2);

const server = createServer((request, response) => {
  const { url: path = '' } = request;
  if (path.startsWith('/warm/')) {
    response.end(small);
    return;
  }
  response.writeHead(200, { 'content-type': 'image/jpeg', 'content-length': large.length });
  response.write(large.subarray(0, half));
  setTimeout(() => response.end(large.subarray(half)), 1000);
  response.once('finish', () => report({ path, at: Date.now() } satisfies Sent));
});
await announceServer(server);

/** Makes a JPEG of noise, which does not compress. It is the same in every run. */
function noisyJpeg(width: number, height: number): Promise<Buffer> {
  const random = randomNumbers(width);
  const data = new Uint8Array(width * height * 3).map(() => random() * 256);
  return sharp(data, { raw: { width, height, channels: 3 } })
    .jpeg({ quality: 95 })
    .toBuffer();
}
