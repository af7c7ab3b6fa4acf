import { describe, expect, it } from 'vitest';
import { sourceTag, stateTag, variantTag } from '../../../../src/lib/images/hop/variant-tags.ts';

const NOW = Date.parse('2026-01-01T00:00:00Z');

describe('the entity tag of a variant', () => {
  const tag = async (headers: Record<string, string>, options = 'width=1', now = NOW) =>
    variantTag(await stateTag(new Headers(headers), now), options);

  it('is strong only when the source has a strong entity tag', async () => {
    expect(await tag({ etag: '"1"' })).toMatch(/^"[0-9a-f]{32}"$/);
    expect(await tag({ etag: 'W/"1"' })).toMatch(/^W\//);
    expect(await tag({ 'last-modified': 'Thu, 01 Jan 2026 02:00:00 GMT' })).toMatch(/^W\//);
  });

  it('changes with the source and with the options, not with the time', async () => {
    expect(await tag({ etag: '"1"' })).not.toBe(await tag({ etag: '"2"' }));
    expect(await tag({ etag: '"1"' })).not.toBe(await tag({ etag: '"1"' }, 'width=2'));
    expect(await tag({ etag: '"1"' })).toBe(await tag({ etag: '"1"' }, 'width=1', NOW + 1));
  });

  it('changes with each rendering when the source has no validator', async () => {
    expect(await tag({})).not.toBe(await tag({}, 'width=1', NOW + 1));
  });
});

describe('the cache tag of a source', () => {
  it('fits in a header, however long the source is', async () => {
    expect(await sourceTag(`https://host.example/${'é, '.repeat(2000)}`)).toMatch(/^image\/[0-9a-f]{32}$/);
  });
});
