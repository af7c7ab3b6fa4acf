import type { Picture } from './picture.ts';
import type { Variant } from './variant.ts';

/** The longest side of an AVIF that the binding writes, in pixels; larger ones it turns into another format. */
export const AVIF_SIDE = 1200;

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

/**
 * The variant of this very picture that gives the same result with the fewest words, so that asking for more pixels
 * than there are, or for a bound that does not bind, makes no further picture.
 */
export function narrowVariant(variant: Variant, picture: Picture): Variant {
  const narrowed = hasPlainGeometry(variant, picture) ? withoutSlack(variant, picture) : { ...variant };
  if (narrowed.format === 'auto') narrowed.format = fitsAvif(narrowed, picture) ? 'avif' : 'webp';
  const isOwnFormat = `image/${narrowed.format}` === picture.type;
  if (isOwnFormat && Object.keys(narrowed).length === 1) delete narrowed.format;
  return narrowed;
}

function withoutSlack(variant: Variant, picture: Picture): Variant {
  const { fit = 'scale-down', width, height, ...others } = variant;
  if ((width === undefined && height === undefined) || (fit !== 'scale-down' && fit !== 'contain')) {
    return { ...variant };
  }
  const source = resultSize({ ...others }, picture);
  const wide = (width ?? Number.POSITIVE_INFINITY) / source.width;
  const high = (height ?? Number.POSITIVE_INFINITY) / source.height;
  const ratio = Math.min(wide, high);
  if (ratio === 1 || (ratio > 1 && fit === 'scale-down')) return others;
  const bound = wide <= high ? { width } : { height };
  return ratio < 1 ? { ...others, ...bound } : { ...others, ...bound, fit };
}

/** Whether the sides of the source are those that the options speak of. */
function hasPlainGeometry(variant: Variant, picture: Picture): boolean {
  return !picture.hasExif && !Object.keys(variant).some((name) => name.startsWith('trim'));
}

function fitsAvif(variant: Variant, picture: Picture): boolean {
  const { width, height } = resultSize(variant, picture);
  return Math.max(width, height) <= AVIF_SIDE;
}

function isTurned({ rotate }: Variant): boolean {
  return rotate === 90 || rotate === 270;
}

function isNumber(value: number | undefined): value is number {
  return value !== undefined;
}
