import { readFileSync } from 'node:fs';
import sharp, { type Sharp } from 'sharp';
import type { CleanableType } from '../../../src/lib/images/file/clean/cleaner.ts';
import {
  appendChunks,
  box,
  gifExtension,
  indexOf,
  insert,
  join,
  LATITUDE,
  latin1,
  OWNER,
  PLACE,
  pngChunk,
  riffChunk,
  segment,
  tiff,
  uint32,
  XMP,
} from './file-structures.ts';

export interface Sample {
  name: string;
  type: CleanableType;
  bytes: Uint8Array;
  /** Whether every byte must stay. */
  isClean?: boolean;
  /** The EXIF orientation that must stay. */
  orientation?: number;
}

/** Bytes that no response may contain: the degrees and minutes of the latitude in both byte orders, and text. */
export const SECRETS: readonly Uint8Array[] = [
  LATITUDE.subarray(0, 16),
  join(...[51, 1, 28, 1].map(uint32)),
  ...[OWNER, PLACE, '51.4778', '51,28', 'Greenwich', 'Blackheath', 'GPSLatitude'].map(latin1),
];

const TYPES = {
  jpg: 'image/jpeg',
  png: 'image/png',
  webp: 'image/webp',
  gif: 'image/gif',
  avif: 'image/avif',
} as const;

/** Files made for these tests. The coordinates in them are those of the Royal Observatory in Greenwich. */
const FIXTURES: readonly [file: string, isClean: boolean][] = [
  ['anim.gif', true],
  ['anim.png', true],
  ['anim.webp', true],
  ['avif-irot90.avif', true],
  ['icon-16x16-interlaced-palette.png', true],
  ['sprite-12x4000.png', true],
  ['exiftool-gps.png', false],
  ['gif-xmp-at-end.gif', false],
  ['jpeg-comment-location.jpg', false],
  ['jpeg-exif-after-sof-5k.jpg', false],
  ['jpeg-iptc-location.jpg', false],
  ['png-exif-after-idat.png', false],
  ['png-exif-behind-5k-chunk.png', false],
  ['png-exif-control.png', false],
  ['png-text-after-idat.png', false],
  ['png-xmp-after-idat.png', false],
  ['webp-exif-after-simple-vp8.webp', false],
  ['webp-exif-without-flag.webp', false],
];

export function readFixture(file: string): Uint8Array {
  const url = new URL(`../../fixtures/images/${file}`, import.meta.url);
  return new Uint8Array(readFileSync(url));
}

export function fixtures(): Sample[] {
  return FIXTURES.map(([file, isClean]) => {
    const extension = file.split('.').at(-1) as keyof typeof TYPES;
    return { name: file, type: TYPES[extension], bytes: readFixture(file), isClean };
  });
}

/** Makes a gradient with an alpha channel, so that every lost byte is noticed. */
export function image(width = 48, height = 40): Sharp {
  const pixels = new Uint8Array(width * height * 4).map((_, i) => (i * 37 + (i >> 4) * 11) & 0xff);
  return sharp(pixels, { raw: { width, height, channels: 4 } }).withIccProfile('p3');
}

async function bytesOf(pipeline: Sharp): Promise<Uint8Array> {
  return new Uint8Array(await pipeline.toBuffer());
}

async function jpegs(): Promise<Sample[]> {
  const type = 'image/jpeg';
  const plain = await bytesOf(image().jpeg());
  const progressive = await bytesOf(image().jpeg({ progressive: true, quality: 95 }));
  const restarting = readFixture('jpeg-comment-location.jpg');
  const segments = (orientation?: number) =>
    join(
      segment(0xe1, join('Exif\0\0', tiff(orientation))),
      segment(0xe1, join('http://ns.adobe.com/xap/1.0/\0', XMP)),
      segment(0xed, join('Photoshop 3.0\0', PLACE)),
      segment(0xeb, PLACE),
      segment(0xe2, join('MPF\0', PLACE)),
      segment(0xe0, join('JFXX\0', PLACE)),
      segment(0xfe, PLACE),
    );
  const firstScan = indexOf(progressive, '\xff\xda');
  const secondScan = indexOf(progressive, '\xff\xda', firstScan + 2);
  const second = insert(plain, 2, segments(3));
  return [
    { name: 'a plain JPEG', type, bytes: plain, isClean: true },
    { name: 'a progressive JPEG', type, bytes: progressive, isClean: true },
    { name: 'a JPEG with fill bytes', type, bytes: insert(plain, 2, [0xff, 0xff]), isClean: true },
    { name: 'a JPEG without an end', type, bytes: plain.subarray(0, -2), isClean: true },
    { name: 'a JPEG with all segments', type, bytes: insert(plain, 2, segments()) },
    { name: 'a rotated JPEG', type, bytes: insert(plain, 2, segments(6)), orientation: 6 },
    { name: 'an upright JPEG', type, bytes: insert(plain, 2, segments(1)) },
    { name: 'a JPEG with segments between scans', type, bytes: insert(progressive, secondScan, segments()) },
    { name: 'a JPEG with a second image', type, bytes: join(plain, second) },
    {
      name: 'a JPEG with a second image behind its first 5,000 bytes',
      type,
      bytes: join(await bytesOf(image(120, 100).jpeg()), second),
    },
    {
      name: 'a JPEG without an end and with a second image',
      type,
      bytes: join(plain.subarray(0, -2), second),
    },
    { name: 'a JPEG with bytes behind its end', type, bytes: join(plain, PLACE) },
    { name: 'a JPEG with bytes between segments', type, bytes: insert(plain, secondMarker(plain), PLACE) },
    {
      name: 'a JPEG with a JFIF thumbnail',
      type,
      bytes: insert(
        restarting,
        2,
        segment(0xe0, join('JFIF\0\x01\x02\0\0\x01\0\x01\x03\x05', PLACE.padEnd(45))),
      ),
    },
  ];
}

/** Returns the offset of the first marker after the first segment. */
function secondMarker(jpeg: Uint8Array): number {
  return 4 + (jpeg[4] ?? 0) * 256 + (jpeg[5] ?? 0);
}

async function pngs(): Promise<Sample[]> {
  const type = 'image/png';
  const plain = await bytesOf(image().png());
  const end = plain.length - 12;
  const idat = indexOf(plain, 'IDAT') - 4;
  const chunks = join(
    pngChunk('tEXt', join('Comment\0', PLACE)),
    pngChunk('iTXt', join('XML:com.adobe.xmp\0\0\0\0\0', XMP)),
    pngChunk('zTXt', PLACE),
    pngChunk('tIME', join([7, 217, 6, 1, 12, 0, 0])),
    pngChunk('caBX', PLACE),
    pngChunk('gAMA', PLACE),
  );
  const exif = (orientation?: number) => pngChunk('eXIf', tiff(orientation));
  const known = join(
    pngChunk('pHYs', join([0, 0, 11, 19, 0, 0, 11, 19, 1])),
    pngChunk('gAMA', join([0, 0, 177, 143])),
  );
  return [
    { name: 'a plain PNG', type, bytes: plain, isClean: true },
    { name: 'a PNG with pHYs and gAMA', type, bytes: insert(plain, 33, known), isClean: true },
    { name: 'a PNG without an end', type, bytes: plain.subarray(0, end), isClean: true },
    { name: 'a PNG with chunks before IDAT', type, bytes: insert(plain, idat, chunks, exif()) },
    { name: 'a PNG with chunks after IDAT', type, bytes: insert(plain, end, chunks, exif(1)) },
    { name: 'a rotated PNG', type, bytes: insert(plain, idat, chunks, exif(8)), orientation: 8 },
    {
      name: 'a PNG with 70 KB of EXIF',
      type,
      bytes: insert(plain, idat, pngChunk('eXIf', join(tiff(8), PLACE.repeat(2500)))),
    },
    { name: 'a PNG with bytes behind its end', type, bytes: join(plain, PLACE) },
    {
      name: 'an APNG with text between frames',
      type,
      bytes: insert(...beforeLastFrame(), pngChunk('tEXt', PLACE)),
    },
  ];
}

function beforeLastFrame(): [file: Uint8Array, offset: number] {
  const file = readFixture('anim.png');
  return [file, Buffer.from(file).lastIndexOf('fcTL') - 4];
}

async function webps(): Promise<Sample[]> {
  const type = 'image/webp';
  const lossy = await bytesOf(image().webp());
  const lossless = await bytesOf(image().webp({ lossless: true }));
  const simple = await bytesOf(
    sharp(await bytesOf(image().png()))
      .removeAlpha()
      .webp(),
  );
  const tagged = async (orientation?: number) =>
    bytesOf(
      image()
        .withExif({ IFD0: { Copyright: OWNER }, IFD3: { GPSLatitude: '51/1 28/1 40/1' } })
        .withXmp(XMP)
        .withMetadata(orientation === undefined ? {} : { orientation })
        .webp(),
    );
  const chunks = [riffChunk('EXIF', tiff()), riffChunk('XMP ', XMP), riffChunk('NOTE', `${PLACE}.`)];
  const animated = readFixture('anim.webp');
  return [
    { name: 'a lossy WebP with alpha', type, bytes: lossy, isClean: true },
    { name: 'a lossless WebP', type, bytes: lossless, isClean: true },
    { name: 'a simple WebP', type, bytes: simple, isClean: true },
    { name: 'a WebP with EXIF and XMP', type, bytes: await tagged() },
    { name: 'a rotated WebP', type, bytes: await tagged(6), orientation: 6 },
    { name: 'a simple WebP with chunks behind it', type, bytes: appendChunks(simple, ...chunks) },
    { name: 'a lossless WebP with chunks behind it', type, bytes: appendChunks(lossless, ...chunks) },
    {
      name: 'a WebP with 70 KB of EXIF',
      type,
      bytes: appendChunks(lossy, riffChunk('EXIF', PLACE.repeat(2500))),
    },
    { name: 'a WebP with bytes behind its end', type, bytes: join(lossy, PLACE) },
    { name: 'an animated WebP with chunks behind it', type, bytes: appendChunks(animated, ...chunks) },
    { name: 'an animated WebP with a note in a frame', type, bytes: withNoteInLastFrame(animated) },
  ];
}

function withNoteInLastFrame(webp: Uint8Array): Uint8Array {
  const frame = Buffer.from(webp).lastIndexOf('ANMF');
  const file = appendChunks(webp, riffChunk('NOTE', PLACE));
  new DataView(file.buffer).setUint32(frame + 4, file.length - frame - 8, true);
  return file;
}

async function gifs(): Promise<Sample[]> {
  const type = 'image/gif';
  const plain = await bytesOf(image().gif());
  const animated = readFixture('anim.gif');
  const start = 13 + 3 * 2 ** (((plain[10] ?? 0) & 7) + 1);
  const profile = gifExtension(0xff, 'ICCRGBG1012', 'a colour profile');
  const extensions = join(
    gifExtension(0xfe, PLACE, 'x', PLACE),
    gifExtension(0xff, 'XMP DataXMP').subarray(0, -1),
    XMP,
    [1, ...Array.from({ length: 256 }, (_, i) => 255 - i), 0],
    gifExtension(0xff, 'MAGICKOWNER', PLACE),
    gifExtension(0xff, PLACE, PLACE),
    gifExtension(0x01, 'twelve bytes', PLACE),
    gifExtension(0x99, PLACE),
    gifExtension(0xff, 'NETSCAPE2.0', PLACE),
  );
  return [
    { name: 'a plain GIF', type, bytes: plain, isClean: true },
    { name: 'a GIF with a colour profile', type, bytes: insert(plain, start, profile), isClean: true },
    { name: 'a GIF without a trailer', type, bytes: plain.subarray(0, -1), isClean: true },
    { name: 'a GIF with extensions before its image', type, bytes: insert(plain, start, extensions) },
    {
      name: 'a GIF with extensions after its image',
      type,
      bytes: insert(plain, plain.length - 1, extensions),
    },
    {
      name: 'an animated GIF with extensions',
      type,
      bytes: insert(animated, animated.length - 1, extensions),
    },
    { name: 'a GIF with bytes behind its trailer', type, bytes: join(plain, PLACE) },
  ];
}

async function avifs(): Promise<Sample[]> {
  const type = 'image/avif';
  const plain = await bytesOf(image().avif({ effort: 0 }));
  const tagged = await bytesOf(
    image()
      .withExif({ IFD0: { Copyright: OWNER }, IFD3: { GPSLatitude: '51/1 28/1 40/1' } })
      .withXmp(XMP)
      .avif({ effort: 0 }),
  );
  const boxes = [box('uuid', PLACE), box('udta', PLACE), box('free', PLACE), box('note', PLACE)];
  return [
    { name: 'a plain AVIF', type, bytes: plain, isClean: true },
    { name: 'an AVIF with EXIF and XMP', type, bytes: tagged },
    { name: 'an AVIF with other boxes behind it', type, bytes: join(plain, ...boxes) },
  ];
}

export async function encodedSamples(): Promise<Sample[]> {
  return (await Promise.all([jpegs(), pngs(), webps(), gifs(), avifs()])).flat();
}
