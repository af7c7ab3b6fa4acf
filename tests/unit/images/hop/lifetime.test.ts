import { describe, expect, it } from 'vitest';
import { failureDirectives, imageDirectives, lifetime } from '../../../../src/lib/images/hop/lifetime.ts';

const NOW = Date.parse('2026-01-01T00:00:00Z');
const HOUR = 3600;
const MONTH = 30 * 24 * HOUR;

describe('the lifetime of an image', () => {
  it.each([
    [{}, HOUR],
    [{ 'cache-control': 'max-age=7200' }, 7200],
    [{ 'cache-control': 'public, Max-Age="7200"' }, 7200],
    [{ 'cache-control': 'max-age=60, s-maxage=86400' }, 86_400],
    [{ 'cache-control': 'max-age=7200', age: '3000' }, 4200],
    [{ 'cache-control': 'max-age=7200', age: '7000' }, HOUR],
    [{ 'cache-control': 'max-age=0' }, HOUR],
    [{ 'cache-control': 'max-age=99999999999' }, MONTH],
    [{ 'cache-control': 'max-age=nonsense' }, HOUR],
    [{ 'cache-control': 'no-store, max-age=7200' }, HOUR],
    [{ 'cache-control': 'private, max-age=7200' }, HOUR],
    [{ expires: 'Thu, 01 Jan 2026 02:00:00 GMT' }, 7200],
    [{ expires: 'Thu, 01 Jan 2026 05:00:00 GMT', date: 'Thu, 01 Jan 2026 02:00:00 GMT' }, 3 * HOUR],
    [{ expires: '0' }, HOUR],
  ])('whose source has %o is %d s', (headers, seconds) => {
    expect(lifetime(new Headers(headers as Record<string, string>), NOW)).toBe(seconds);
  });
});

describe('the edge', () => {
  it('stores an image for its lifetime and serves it stale when the source fails', () => {
    for (const list of ['public', 'signed'] as const) {
      expect(imageDirectives(list, 7200)).toBe(
        'public, max-age=7200, stale-while-revalidate=86400, stale-if-error=604800',
      );
    }
  });

  it('stores a failure for 10 s and never serves it stale', () => {
    expect(failureDirectives('public', 'source-failed')).toBe('public, max-age=10, stale-if-error=0');
  });

  it('stores nothing of a pinned source outside the public list', () => {
    expect(imageDirectives('pinned', 7200)).toBe('no-store');
    expect(failureDirectives('pinned', 'source-failed')).toBe('no-store');
  });

  it('stores no 429', () => {
    expect(failureDirectives('public', 'rate-limited')).toBe('no-store');
  });
});
