import { describe, expect, it } from 'vitest';
import { parseOptions } from '../../../../src/lib/images/options/option-grammar.ts';
import { resultSize } from '../../../../src/lib/images/variant/result-size.ts';

describe('resultSize', () => {
  it.each([
    ['', [300, 200]],
    ['w=150', [150, 100]],
    ['w=600', [300, 200]],
    ['w=600,fit=contain', [600, 400]],
    ['w=100,h=100', [100, 67]],
    ['w=100,h=100,fit=cover', [100, 100]],
    ['w=600,h=100,fit=crop', [300, 100]],
    ['w=100,h=100,fit=pad', [100, 100]],
    ['w=100,h=300,fit=squeeze', [100, 300]],
    ['w=100,rotate=90', [100, 150]],
    ['rotate=270', [200, 300]],
    ['rotate=180', [300, 200]],
    ['h=50', [75, 50]],
    ['h=400,fit=cover', [600, 400]],
    ['h=400,fit=crop', [300, 200]],
    ['w=400,h=50,fit=scale-down', [75, 50]],
    ['w=400,h=500,fit=contain', [400, 267]],
    ['w=400,h=500,fit=crop', [300, 200]],
    ['w=1', [1, 1]],
  ])('with %s of 300 × 200 px is %o', (options, [width, height]) => {
    const variant = options === '' ? {} : parseOptions(options);
    expect(resultSize(variant, { width: 300, height: 200 })).toEqual({ width, height });
  });

  it('is at least one pixel per side', () => {
    expect(resultSize({ width: 1 }, { width: 12_000, height: 1 })).toEqual({ width: 1, height: 1 });
  });
});
