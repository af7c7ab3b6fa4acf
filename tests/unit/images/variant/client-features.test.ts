import { describe, expect, it } from 'vitest';
import { readClientFeatures } from '../../../../src/lib/images/variant/client-features.ts';

describe('readClientFeatures', () => {
  it.each([
    ['image/avif,image/webp,*/*', { avif: true, webp: true, prefersWebp: false }],
    ['image/webp,image/avif', { avif: true, webp: true, prefersWebp: false }],
    ['IMAGE/AVIF', { avif: true, webp: false }],
    ['image/avif;q=0.5, image/webp;q=0.9', { avif: true, webp: true, prefersWebp: true }],
    ['image/avif;q=0, image/webp', { avif: false, webp: true }],
    ['image/webp;q=0.0', { webp: false }],
    ['*/*', { avif: false, webp: false }],
    ['image/*', { avif: false, webp: false }],
    ['text/html', { avif: false, webp: false }],
    ['', { avif: false, webp: false }],
    [',;q=,image/', { avif: false, webp: false }],
  ])('reads the formats that Accept: %s names', (accept, client) => {
    expect(readClientFeatures(new Headers({ accept }))).toMatchObject(client);
  });

  it('finds no format and no slow connection without headers', () => {
    expect(readClientFeatures(new Headers())).toEqual({
      avif: false,
      webp: false,
      prefersWebp: false,
      slow: false,
    });
  });

  it.each([
    [{ 'save-data': 'on' }, true],
    [{ 'save-data': 'On' }, true],
    [{ 'save-data': 'off' }, false],
    [{ ect: 'slow-2g' }, true],
    [{ ect: '2G' }, true],
    [{ ect: '3g' }, true],
    [{ ect: '4g' }, false],
    [{ rtt: '151' }, true],
    [{ rtt: '150' }, false],
    [{ downlink: '4.9' }, true],
    [{ downlink: '5' }, false],
    [{ downlink: 'x' }, false],
    [{ rtt: '' }, false],
  ])('reads the headers of a slow connection: %o, slow: %s', (headers, slow) => {
    expect(readClientFeatures(new Headers(headers as Record<string, string>)).slow).toBe(slow);
  });
});
