import { describe, expect, it } from 'vitest';
import { lifetime } from '../../../../src/lib/images/render/lifetime.ts';
import { sourceTag, variantTag } from '../../../../src/lib/images/render/tags.ts';

const NOW = Date.parse('2026-01-01T00:00:00Z');
const HOUR = 3600;
const MONTH = 30 * 24 * HOUR;

describe('the lifetime of a picture', () => {
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
  ])('of %o is %d s', (headers, seconds) => {
    expect(lifetime(new Headers(headers as Record<string, string>), NOW)).toBe(seconds);
  });
});

describe('the entity tag of a variant', () => {
  const tag = (headers: Record<string, string>, variant = 'width=1', now = NOW) =>
    variantTag(new Headers(headers), variant, now);

  it('is strong where the source has a strong one', async () => {
    expect(await tag({ etag: '"1"' })).toMatch(/^"[0-9a-f]{32}"$/);
    expect(await tag({ etag: 'W/"1"' })).toMatch(/^W\//);
    expect(await tag({ 'last-modified': 'Thu, 01 Jan 2026 02:00:00 GMT' })).toMatch(/^W\//);
  });

  it('changes with the source and with the options, not with the time', async () => {
    expect(await tag({ etag: '"1"' })).not.toBe(await tag({ etag: '"2"' }));
    expect(await tag({ etag: '"1"' })).not.toBe(await tag({ etag: '"1"' }, 'width=2'));
    expect(await tag({ etag: '"1"' })).toBe(await tag({ etag: '"1"' }, 'width=1', NOW + 1));
  });

  it('lasts as long as the rendering where the source has no validator', async () => {
    expect(await tag({})).not.toBe(await tag({}, 'width=1', NOW + 1));
  });
});

it('the cache tag of a source is fit for a header, however long the source', async () => {
  expect(await sourceTag(`https://host.example/${'é, '.repeat(2000)}`)).toMatch(/^picture\/[0-9a-f]{32}$/);
});
