import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fingerprint, fromBase64Url, toBase64, toBase64Url, toHex } from '../../../src/lib/http/digest.ts';

describe('fingerprint()', () => {
  it('is the SHA-256 of the text in hexadecimal', async () => {
    // FIPS 180-2, appendix B.1.
    const digest = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad';
    expect(await fingerprint('abc')).toBe(digest);
    expect(await fingerprint('abc', 16)).toBe(digest.slice(0, 32));
  });
});

describe('toHex()', () => {
  it('writes two digits per byte', () => {
    expect(toHex([0, 9, 16, 255])).toBe('000910ff');
  });
});

describe('base64 for URLs', () => {
  it('is read back as the bytes that were written', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        const text = toBase64Url(bytes);
        expect(text).toMatch(/^[\w-]*$/);
        expect(fromBase64Url(text)).toEqual(bytes);
      }),
    );
  });

  it('is null for text with other characters', () => {
    expect(fromBase64Url('a b!')).toBeNull();
  });
});

describe('toBase64()', () => {
  it('writes more bytes than a call may have arguments', () => {
    const bytes = new Uint8Array(1_000_003).map((_, i) => i);
    expect(toBase64(bytes)).toBe(Buffer.from(bytes).toString('base64'));
  });
});
