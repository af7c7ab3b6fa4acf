import { Problem } from '../../http/problem/problem.ts';
import { DEFAULT_QUALITY } from '../binding-facts.ts';
import type { ImagesConfig } from '../config/images-config.ts';
import { writeValue } from '../options/option-grammar.ts';
import { OPTION_BY_NAME, type Options } from '../options/options.ts';
import type { ClientFeatures } from './client-features.ts';
import { checkSize, scaleLengths } from './scale.ts';

type ControlName = 'dpr' | 'slow-connection-quality' | 'onerror' | 'preset' | 'sig' | 'exp';

/**
 * Canonical options: two requests for the same result have equal variants. Lengths are in device pixels. Without
 * `format`, the result has the format of the source. `format: 'auto'` depends on the source and on what the client names.
 */
export type Variant = Omit<Options, ControlName>;

/**
 * Reduces options to the variant that they request for this client.
 *
 * @throws Problem 400 when the image would be larger than the owner allows, or `dpr` scales a value out of its range
 */
export function canonicalVariant(
  options: Options,
  client: ClientFeatures,
  { limits }: Pick<ImagesConfig, 'limits'>,
): Variant {
  const { dpr = 1, 'slow-connection-quality': slowQuality, onerror, preset, sig, exp, ...others } = options;
  const variant: Variant = scaleLengths(others, dpr);
  checkSize(variant, limits);
  if (client.slow && slowQuality !== undefined) variant.quality = slowQuality;
  const canonical = dropIneffective(variant);
  checkValues(canonical);
  return canonical;
}

/** Drops options that make no difference, alone or together with the others. */
function dropIneffective(variant: Variant): Variant {
  const dropped = new Set<string>();
  const { width, height, fit, gravity, format } = variant;
  if (width === undefined && height === undefined) dropped.add('fit');
  const isCropping = fit === 'cover' || fit === 'crop' || fit === 'aspect-crop';
  const crops = width !== undefined && height !== undefined && isCropping;
  if (!crops || isCentre(gravity)) dropped.add('gravity');
  const isLossy = format !== undefined && format !== 'png' && format !== 'auto';
  if (variant.quality === DEFAULT_QUALITY && isLossy) dropped.add('quality');
  if (format === 'json') dropped.add('quality');
  if (isZero(variant.border)) dropped.add('border');
  if (isZero(variant.trim)) dropped.add('trim');
  const effective = Object.entries(variant).filter(
    ([name, value]) =>
      value !== undefined && value !== OPTION_BY_NAME.get(name)?.default && !dropped.has(name),
  );
  return Object.fromEntries(effective);
}

function isCentre(gravity: Variant['gravity']): boolean {
  return typeof gravity === 'object' && gravity.x === 0.5 && gravity.y === 0.5;
}

/** Whether a border or a trim has no width on any side. */
function isZero(sides: Variant['border'] | Variant['trim']): boolean {
  if (typeof sides !== 'object') return false;
  return Object.values(sides).every((value) => value === 0 || typeof value === 'string');
}

/**
 * Checks every value again, as the Renderer will read it.
 *
 * @throws Problem 400 when `dpr` has scaled a value out of its range
 */
function checkValues(variant: Variant): void {
  for (const [name, value] of Object.entries(variant)) {
    const option = OPTION_BY_NAME.get(name);
    if (option === undefined || value === undefined) continue;
    const text = writeValue(option, value);
    if (option.parse(text) !== undefined) continue;
    throw new Problem(
      'bad-image-option',
      `${name}=${text} is not allowed after dpr; allowed: ${option.expects}.`,
    );
  }
}
