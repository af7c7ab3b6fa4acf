import { DEFAULT_QUALITY, MAX_AVIF_SIDE } from '../binding-facts.ts';
import type { SourceFacts } from '../file/source-facts.ts';
import type { NamedFormat } from './client-features.ts';
import { resultSize } from './result-size.ts';
import type { Variant } from './variant.ts';

/** The facts about a source that decide which options make a difference. */
export type DecisiveFacts = Omit<SourceFacts, 'bytes'>;

/**
 * Reduces a variant to the fewest options with the same result for this source, so that equivalent requests share one
 * rendering.
 *
 * @param named the formats that `format=auto` may choose
 */
export function simplifyVariant(
  variant: Variant,
  source: DecisiveFacts,
  named: readonly NamedFormat[] = [],
): Variant {
  const simple = isShownWhole(variant, source) ? simplifySize(variant, source) : { ...variant };
  if (simple.format === 'auto') simple.format = automaticFormat(simple, source, named);
  if (simple.format === 'baseline-jpeg') simple.format = 'jpeg';
  if (source.type === 'image/heic') simple.format ??= stillFormat(source);
  if (simple.format === undefined) delete simple.format;
  if (`image/${simple.format}` === source.type) delete simple.format;
  const isPng = (simple.format ?? source.type).endsWith('png');
  if (simple.quality === DEFAULT_QUALITY && !isPng) delete simple.quality;
  // A JPEG has one frame and no transparency.
  if (source.type === 'image/jpeg') {
    delete simple.anim;
    if (simple.fit !== 'pad') delete simple.background;
  }
  return simple;
}

/** Drops width, height, fit and gravity as far as they do not change the result. */
function simplifySize(written: Variant, source: DecisiveFacts): Variant {
  const variant = asCover(written, source);
  const { fit = 'scale-down', width, height, gravity, ...others } = variant;
  if (width === undefined && height === undefined) return { ...variant };
  const original = resultSize(others, source);
  const widthRatio = (width ?? Number.POSITIVE_INFINITY) / original.width;
  const heightRatio = (height ?? Number.POSITIVE_INFINITY) / original.height;
  const ratio = Math.min(widthRatio, heightRatio);
  const keepsProportions = fit === 'scale-down' || fit === 'contain';
  if (!keepsProportions && !fitsAreEqual(variant, widthRatio, heightRatio)) return { ...variant };
  if (ratio === 1 || (ratio > 1 && fit === 'scale-down')) return others;
  const bound = widthRatio <= heightRatio ? { width } : { height };
  return ratio < 1 ? { ...others, ...bound } : { ...others, ...bound, fit };
}

/**
 * Writes `crop` and `aspect-crop` as `cover` where they fill both sides. `aspect-crop` reduces both sides together
 * until the source fills them.
 */
function asCover(variant: Variant, source: DecisiveFacts): Variant {
  const { fit, width, height, gravity, ...others } = variant;
  if (fit !== 'crop' && fit !== 'aspect-crop') return variant;
  if (width === undefined || height === undefined) return { ...variant, fit: 'crop' };
  const original = resultSize(others, source);
  const factor = Math.min(1, original.width / width, original.height / height);
  if (factor === 1) return { ...variant, fit: 'cover' };
  if (fit === 'crop') return variant;
  const side = (length: number) => Math.max(1, Math.round(length * factor));
  return { ...variant, fit: 'cover', width: side(width), height: side(height) };
}

/**
 * Whether every `fit` gives the same result: the image becomes smaller in its own proportions. With one side given,
 * `squeeze` distorts it.
 */
function fitsAreEqual({ fit, width, height }: Variant, widthRatio: number, heightRatio: number): boolean {
  if (Math.min(widthRatio, heightRatio) > 1) return false;
  return width !== undefined && height !== undefined ? widthRatio === heightRatio : fit !== 'squeeze';
}

/** Whether the sides that the options name are those of the source as shown: of a known size and not trimmed. */
function isShownWhole(variant: Variant, { isSizeKnown, isRotated }: DecisiveFacts): boolean {
  const isRotatedTwice = isRotated && variant.rotate !== undefined;
  return isSizeKnown && !isRotatedTwice && !Object.keys(variant).some((name) => name.startsWith('trim'));
}

/**
 * Chooses the format of `format=auto`. An animation becomes a WebP, because the AVIF of the binding is a still. A client
 * that names no format gets one that every client shows.
 */
function automaticFormat(
  variant: Variant,
  source: DecisiveFacts,
  named: readonly NamedFormat[],
): Variant['format'] {
  const isStill = !source.isAnimated || variant.anim === false;
  const isAvif = source.type === 'image/avif';
  if (named.includes('avif') && isStill && fitsAvif(variant, source)) return 'avif';
  if (named.includes('avif') && isAvif && !isStill) return undefined;
  if (named.includes('webp')) return 'webp';
  return isAvif || source.type === 'image/webp' ? stillFormat(source) : undefined;
}

/** The format that every client shows. */
function stillFormat({ hasAlpha }: DecisiveFacts): 'jpeg' | 'png' {
  return hasAlpha ? 'png' : 'jpeg';
}

function fitsAvif(variant: Variant, source: DecisiveFacts): boolean {
  const { width, height } = resultSize(variant, source);
  return Math.max(width, height) <= MAX_AVIF_SIDE;
}
