import { describe, expect, it } from 'vitest';
import { edgeLifetime, isShared, POLICY } from '../../../src/lib/cache/policy.ts';

describe('the edge lifetime of a response', () => {
  it('is that of its policy row when its collection sets none', () => {
    expect(edgeLifetime('documents', [])).toEqual({ maxAge: 60, swr: 600 });
    expect(edgeLifetime('documents', [{}])).toEqual({ maxAge: 60, swr: 600 });
  });

  it('is that of its collection', () => {
    expect(edgeLifetime('documents', [{ maxAge: 5 }])).toEqual({ maxAge: 5, swr: 600 });
    expect(edgeLifetime('documents', [{ maxAge: 5, swr: 6 }])).toEqual({ maxAge: 5, swr: 6 });
    expect(edgeLifetime('documents', [{ maxAge: 900 }])).toMatchObject({ maxAge: 900 });
  });

  it('is the shortest of all collections that the response shows', () => {
    expect(edgeLifetime('documents', [{ maxAge: 900 }, {}, { swr: 9 }])).toEqual({ maxAge: 60, swr: 9 });
  });

  it('is at most max-age=5 for a missing document, whatever its collection sets', () => {
    expect(edgeLifetime('missingDocument', [{ maxAge: 900 }])).toEqual({ maxAge: 5, swr: 0 });
  });

  it('is null for max-age=0, and for rows that are not stored at the edge', () => {
    expect(edgeLifetime('documents', [{ maxAge: 0 }])).toBeNull();
    expect(edgeLifetime('uncached', [])).toBeNull();
    expect(edgeLifetime('image', [])).toBeNull();
  });
});

it('only responses with an edge lifetime are shared', () => {
  expect(isShared('documents')).toBe(true);
  expect(isShared('uncached')).toBe(false);
  expect(isShared('staticFile')).toBe(false);
});

it('no policy row forbids stale responses', () => {
  for (const { browser } of Object.values(POLICY)) {
    expect(browser).not.toMatch(/s-maxage|must-revalidate|proxy-revalidate/);
  }
});
