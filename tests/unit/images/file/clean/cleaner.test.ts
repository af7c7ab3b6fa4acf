import fc from 'fast-check';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import {
  type CleanableType,
  cleanerFor,
  cleanStream,
} from '../../../../../src/lib/images/file/clean/cleaner.ts';
import { indexOf, join } from '../../../../support/images/file-structures.ts';
import { encodedSamples, fixtures, SECRETS } from '../../../../support/images/metadata-samples.ts';

const SAMPLES = [...fixtures(), ...(await encodedSamples())];

function clean(type: CleanableType, ...chunks: Uint8Array[]): { bytes: Uint8Array; hasChanged: boolean } {
  const cleaner = cleanerFor(type);
  const parts = chunks.flatMap((chunk) => cleaner.push(chunk));
  return { bytes: join(...parts, ...cleaner.end()), hasChanged: cleaner.hasChanged };
}

function cut(bytes: Uint8Array, positions: number[]): Uint8Array[] {
  const sorted = positions.toSorted((a, b) => a - b);
  return [0, ...sorted].map((start, i) => bytes.subarray(start, sorted[i]));
}

function secretsIn(bytes: Uint8Array): Uint8Array[] {
  return SECRETS.filter((secret) => indexOf(bytes, secret) !== -1);
}

/** Pixels of all frames. */
async function decode(bytes: Uint8Array): Promise<string> {
  const pixels = await sharp(bytes, { animated: true, failOn: 'none' }).raw().toBuffer();
  return pixels.toString('base64');
}

describe.each(SAMPLES)('cleaning $name', ({ type, bytes, isClean = false, orientation }) => {
  const whole = clean(type, bytes);

  it('blanks every secret and keeps the length', () => {
    expect(whole.bytes).toHaveLength(bytes.length);
    expect(secretsIn(bytes).length > 0).toBe(!isClean);
    expect(secretsIn(whole.bytes)).toEqual([]);
    expect(whole.hasChanged).toBe(!isClean);
  });

  it('keeps pixels, frames, colour profile and orientation', async () => {
    const before = await sharp(bytes, { failOn: 'none' }).metadata();
    const after = await sharp(whole.bytes, { failOn: 'none' }).metadata();
    expect(await decode(whole.bytes)).toBe(await decode(bytes));
    expect(after.icc).toEqual(before.icc);
    expect(after.delay).toEqual(before.delay);
    expect(after.loop).toEqual(before.loop);
    expect(after.orientation).toBe(orientation);
  });

  it('leaves no EXIF but the orientation, no XMP, no IPTC and no text', async () => {
    const { exif, xmp, iptc, comments } = await sharp(whole.bytes, { failOn: 'none' }).metadata();
    if (orientation === undefined) expect(exif?.every((byte) => byte === 0) ?? true).toBe(true);
    expect({ xmp, iptc, comments }).toEqual({});
  });

  it('gives the same bytes wherever the input is cut', () => {
    for (let position = 0; position <= 64; position++)
      expect(indexOf(clean(type, ...cut(bytes, [position])).bytes, whole.bytes)).toBe(0);
    fc.assert(
      fc.property(fc.array(fc.nat(bytes.length), { maxLength: 40 }), (positions) => {
        expect(indexOf(clean(type, ...cut(bytes, positions)).bytes, whole.bytes)).toBe(0);
      }),
      { numRuns: 50 },
    );
  });

  it('changes nothing when the result is cleaned again', () => {
    expect(clean(type, whole.bytes)).toEqual({ bytes: whole.bytes, hasChanged: false });
  });

  it('streams with the same result', async () => {
    const source = new ReadableStream<Uint8Array>({
      start(controller) {
        for (const chunk of cut(bytes, [10, bytes.length >> 1])) controller.enqueue(chunk);
        controller.close();
      },
    });
    const streamed = await new Response(source.pipeThrough(cleanStream(type))).arrayBuffer();
    expect(new Uint8Array(streamed)).toEqual(whole.bytes);
  });
});

describe.each(SAMPLES.filter(({ isClean }) => isClean))('passing $name', ({ type, bytes }) => {
  it('does not copy a clean image', () => {
    const [part, ...others] = cleanerFor(type).push(bytes);
    expect(others).toEqual([]);
    expect(part?.buffer).toBe(bytes.buffer);
    expect(part).toEqual(bytes);
  });
});
