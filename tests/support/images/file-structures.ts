/** Builds the structures of image files, for files that no encoder writes. */
import { crc32 } from 'node:zlib';

export function latin1(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text, 'latin1'));
}

export function join(...parts: (Uint8Array | string | number[])[]): Uint8Array {
  return new Uint8Array(
    Buffer.concat(parts.map((part) => (typeof part === 'string' ? latin1(part) : Uint8Array.from(part)))),
  );
}

export function insert(
  file: Uint8Array,
  offset: number,
  ...parts: (Uint8Array | string | number[])[]
): Uint8Array {
  return join(file.subarray(0, offset), ...parts, file.subarray(offset));
}

export function indexOf(file: Uint8Array, part: Uint8Array | string, from = 0): number {
  return Buffer.from(file).indexOf(part, from, 'latin1');
}

export function uint16(value: number): Uint8Array {
  return Uint8Array.of(value >> 8, value & 0xff);
}

export function uint32(value: number): Uint8Array {
  return join(uint16(value >>> 16), uint16(value & 0xffff));
}

export function segment(marker: number, payload: Uint8Array | string): Uint8Array {
  return join([0xff, marker], uint16(payload.length + 2), payload);
}

export function pngChunk(type: string, data: Uint8Array | string): Uint8Array {
  const body = join(type, data);
  return join(uint32(data.length), body, uint32(crc32(body)));
}

export function riffChunk(name: string, data: Uint8Array | string): Uint8Array {
  return join(name, uint32(data.length).reverse(), data, data.length % 2 ? [0] : []);
}

/** Appends chunks to a WebP and updates the length in its RIFF header. */
export function appendChunks(webp: Uint8Array, ...chunks: Uint8Array[]): Uint8Array {
  const file = join(webp, ...chunks);
  file.set(uint32(file.length - 8).reverse(), 4);
  return file;
}

export function gifExtension(label: number, ...subBlocks: string[]): Uint8Array {
  return join([0x21, label], ...subBlocks.flatMap((data) => [[data.length], data]), [0]);
}

export function box(type: string, ...payload: (Uint8Array | string | number[])[]): Uint8Array {
  const body = join(...payload);
  return join(uint32(body.length + 8), type, body);
}

/** Makes a little-endian TIFF with a camera's owner, a latitude of 51° 28′ 40″ and optionally an orientation. */
export function tiff(orientation?: number): Uint8Array {
  const little = (value: number) => uint32(value).reverse();
  const entry = (tag: number, type: number, count: number, value: Uint8Array) =>
    join(uint16(tag).reverse(), uint16(type).reverse(), little(count), value);
  const entries = [
    ...(orientation === undefined ? [] : [entry(0x0112, 3, 1, little(orientation))]),
    entry(0x8825, 4, 1, little(100)),
  ];
  const directory = join('II*\0', little(8), uint16(entries.length).reverse(), ...entries, little(0));
  const gps = join(uint16(1).reverse(), entry(2, 5, 3, little(130)), little(0));
  const file = new Uint8Array(154 + OWNER.length);
  file.set(directory);
  file.set(gps, 100);
  file.set(LATITUDE, 130);
  file.set(latin1(OWNER), 154);
  return file;
}

export const OWNER = 'Owner: N. Maskelyne';
export const LATITUDE = join(...[51, 1, 28, 1, 40, 1].map((value) => uint32(value).reverse()));
export const PLACE = 'GPS 51.4778,-0.0015 Greenwich';
export const XMP = `<x:xmpmeta xmlns:x="adobe:ns:meta/"><exif:GPSLatitude>51,28.668N</exif:GPSLatitude>${PLACE}</x:xmpmeta>`;
