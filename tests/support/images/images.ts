import { createHash } from 'node:crypto';
import jpeg from 'jpeg-js';
import { PNG } from 'pngjs';
import sharp from 'sharp';

type Rgba = [number, number, number, number];

/** Makes a PNG of one colour. */
export function png(
  width: number,
  height: number,
  colour: Rgba = [200, 30, 60, 255],
): Uint8Array<ArrayBuffer> {
  return paint(width, height, () => colour);
}

export const RED: Rgba = [230, 20, 20, 255];
export const GREEN: Rgba = [20, 200, 20, 255];
export const BLUE: Rgba = [20, 20, 230, 255];
export const YELLOW: Rgba = [230, 220, 20, 255];

/** Makes a PNG of four quarters: red and green above blue and yellow. */
export function quarters(width: number, height: number): Uint8Array<ArrayBuffer> {
  return paint(width, height, (x, y) =>
    y < height / 2 ? (x < width / 2 ? RED : GREEN) : x < width / 2 ? BLUE : YELLOW,
  );
}

/** Makes the quarters as an upright camera stores them: rotated, with the EXIF orientation that restores them. */
export async function turnedJpeg(width: number, height: number): Promise<Uint8Array<ArrayBuffer>> {
  const stored = await sharp(quarters(width, height)).rotate(270).jpeg({ quality: 100 }).toBuffer();
  return new Uint8Array(
    await sharp(stored).withMetadata({ orientation: 6 }).jpeg({ quality: 100 }).toBuffer(),
  );
}

/** Converts an image to another format. */
export async function encoded(
  image: Uint8Array,
  format: 'jpeg' | 'webp' | 'avif' | 'gif',
): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await sharp(image).toFormat(format, { quality: 90 }).toBuffer());
}

export interface DecodedImage {
  format: string;
  width: number;
  height: number;
  /** The colour at a point, in fractions of width and height; negative where the image is transparent. */
  at(x: number, y: number): [number, number, number];
}

/** Decodes an image of any format. */
export async function look(bytes: ArrayBuffer): Promise<DecodedImage> {
  const { format = '', hasAlpha } = await sharp(bytes).metadata();
  const { data, info } = await sharp(bytes).ensureAlpha().raw().toBuffer({ resolveWithObject: true });
  const { width, height } = info;
  return {
    format: format === 'heif' ? 'avif' : format,
    width,
    height,
    at(x, y) {
      const left = Math.min(width - 1, Math.floor(x * width));
      const top = Math.min(height - 1, Math.floor(y * height));
      const i = (top * width + left) * 4;
      if (hasAlpha && data[i + 3] === 0) return [-1, -1, -1];
      return [data[i] ?? 0, data[i + 1] ?? 0, data[i + 2] ?? 0];
    },
  };
}

export function decodeJpeg(bytes: ArrayBuffer): { width: number; height: number; data: Uint8Array } {
  return jpeg.decode(new Uint8Array(bytes), { useTArray: true });
}

/** Makes a JPEG of noise, which does not compress. The noise is the same in every run. */
export function noisyJpeg(width: number, height: number): Uint8Array<ArrayBuffer> {
  const data = createHash('shake256', { outputLength: width * height * 4 }).digest();
  return new Uint8Array(jpeg.encode({ width, height, data }, 90).data);
}

/** Makes a PNG of one pixel whose header has these dimensions. */
export function claimedPng(width: number, height: number): Uint8Array<ArrayBuffer> {
  const bytes = png(1, 1).slice();
  const view = new DataView(bytes.buffer);
  view.setUint32(16, width);
  view.setUint32(20, height);
  return bytes;
}

function paint(
  width: number,
  height: number,
  colourAt: (x: number, y: number) => Rgba,
): Uint8Array<ArrayBuffer> {
  const image = new PNG({ width, height });
  for (let i = 0; i < width * height; i++) {
    image.data.set(colourAt(i % width, Math.floor(i / width)), i * 4);
  }
  return new Uint8Array(PNG.sync.write(image));
}
