import type { Variant } from './variant.ts';

export interface Size {
  width: number;
  height: number;
}

/**
 * The size of the result in pixels. Exact unless the picture is turned by its EXIF or trimmed; then the two sides
 * may be exchanged or smaller.
 */
export function resultSize(variant: Variant, picture: Size): Size {
  const source = isTurned(variant) ? { width: picture.height, height: picture.width } : picture;
  const { width, height, fit = 'scale-down' } = variant;
  if (width === undefined && height === undefined) return source;
  const ratios = [width && width / source.width, height && height / source.height].filter(isNumber);
  const enlarges = fit !== 'scale-down' && fit !== 'crop';
  if (width !== undefined && height !== undefined && fit !== 'contain' && fit !== 'scale-down') {
    return enlarges
      ? { width, height }
      : { width: Math.min(width, source.width), height: Math.min(height, source.height) };
  }
  const ratio = Math.min(...ratios, enlarges ? Number.POSITIVE_INFINITY : 1);
  return {
    width: Math.max(1, Math.round(source.width * ratio)),
    height: Math.max(1, Math.round(source.height * ratio)),
  };
}

function isTurned({ rotate }: Variant): boolean {
  return rotate === 90 || rotate === 270;
}

function isNumber(value: number | undefined): value is number {
  return value !== undefined;
}
