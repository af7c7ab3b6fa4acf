import jpeg from 'jpeg-js';
import { PNG } from 'pngjs';

type Rgba = [number, number, number, number];

/** A PNG of one colour. */
export function png(
  width: number,
  height: number,
  [r, g, b, a]: Rgba = [200, 30, 60, 255],
): Uint8Array<ArrayBuffer> {
  const picture = new PNG({ width, height });
  for (let i = 0; i < picture.data.length; i += 4) picture.data.set([r, g, b, a], i);
  return new Uint8Array(PNG.sync.write(picture));
}

export function decodeJpeg(bytes: ArrayBuffer): { width: number; height: number; data: Uint8Array } {
  return jpeg.decode(new Uint8Array(bytes), { useTArray: true });
}

/** A JPEG of random noise, which does not compress. */
export function noisyJpeg(width: number, height: number): Uint8Array<ArrayBuffer> {
  const data = new Uint8Array(width * height * 4).map(() => Math.random() * 256);
  return new Uint8Array(jpeg.encode({ width, height, data }, 90).data);
}
