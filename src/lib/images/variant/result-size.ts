import type { Variant } from './variant.ts';

export interface Size {
  width: number;
  height: number;
}

/**
 * Computes the size of the result in pixels. It is exact unless the image is trimmed or has an EXIF orientation: then
 * the sides can be smaller or exchanged.
 */
export function resultSize(variant: Variant, original: Size): Size {
  const source = rotated(original, variant);
  const { width, height, fit = 'scale-down' } = variant;
  if (width === undefined && height === undefined) return source;
  const ratios = [width && width / source.width, height && height / source.height].filter(isDefined);
  const enlarges = fit !== 'scale-down' && fit !== 'crop' && fit !== 'aspect-crop';
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

function rotated({ width, height }: Size, { rotate }: Variant): Size {
  return rotate === 90 || rotate === 270 ? { width: height, height: width } : { width, height };
}

function isDefined(value: number | undefined): value is number {
  return value !== undefined;
}
