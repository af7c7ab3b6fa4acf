import { AVIF_SIDE, DEFAULT_QUALITY } from '../limits.ts';
import type { SourceImage } from '../source/read-image.ts';
import { resultSize } from './result-size.ts';
import type { Variant } from './variant.ts';

/**
 * The variant of this very picture that gives the same result with the fewest words: so that asking for more pixels
 * than there are, for the format that it has, or for a bound that does not bind, makes no further picture.
 */
export function narrowVariant(variant: Variant, picture: SourceImage): Variant {
  const narrowed = hasPlainGeometry(variant, picture) ? withoutSlack(variant, picture) : { ...variant };
  if (narrowed.format === 'auto') narrowed.format = fitsAvif(narrowed, picture) ? 'avif' : 'webp';
  if (narrowed.format === 'baseline-jpeg') narrowed.format = 'jpeg';
  if (`image/${narrowed.format}` === picture.type) delete narrowed.format;
  const isPng = (narrowed.format ?? picture.type).endsWith('png');
  if (narrowed.quality === DEFAULT_QUALITY && !isPng) delete narrowed.quality;
  // A JPEG has one frame, and nothing to see through.
  if (picture.type === 'image/jpeg') {
    delete narrowed.anim;
    if (narrowed.fit !== 'pad') delete narrowed.background;
  }
  return narrowed;
}

function withoutSlack(variant: Variant, picture: SourceImage): Variant {
  const { fit = 'scale-down', width, height, gravity, ...others } = variant;
  if (width === undefined && height === undefined) return { ...variant };
  const source = resultSize({ ...others }, picture);
  const wide = (width ?? Number.POSITIVE_INFINITY) / source.width;
  const high = (height ?? Number.POSITIVE_INFINITY) / source.height;
  const ratio = Math.min(wide, high);
  const isWhole = fit === 'scale-down' || fit === 'contain';
  if (!isWhole && !isLikeAnyFit(variant, wide, high)) return { ...variant };
  if (ratio === 1 || (ratio > 1 && fit === 'scale-down')) return others;
  const bound = wide <= high ? { width } : { height };
  return ratio < 1 ? { ...others, ...bound } : { ...others, ...bound, fit };
}

/** Is the picture made smaller in its own proportions, so that all fits are one? A single side is stretched by `squeeze`. */
function isLikeAnyFit({ fit, width, height }: Variant, wide: number, high: number): boolean {
  if (Math.min(wide, high) > 1) return false;
  return width !== undefined && height !== undefined ? wide === high : fit !== 'squeeze';
}

/** Whether the sides of the source are those that the options speak of. */
function hasPlainGeometry(variant: Variant, picture: SourceImage): boolean {
  return !picture.mayBeRotated && !Object.keys(variant).some((name) => name.startsWith('trim'));
}

function fitsAvif(variant: Variant, picture: SourceImage): boolean {
  const { width, height } = resultSize(variant, picture);
  return Math.max(width, height) <= AVIF_SIDE;
}
