import { Problem } from '../../http/problem.ts';
import type { ImagesConfig } from '../config.ts';
import { AVIF_SIDE, DEFAULT_QUALITY } from '../limits.ts';
import { ENTRIES, type OptionName, type Options } from '../url/options.ts';
import type { Client } from './client-features.ts';

type ControlName = 'dpr' | 'slow-connection-quality' | 'onerror' | 'preset' | 'sig' | 'exp';

/**
 * What makes one picture of a source: of requests for the same picture, the same. Pixels are pixels of the result;
 * no format is the source's own, and `auto` is AVIF where the binding can write that, else WebP.
 */
export type Variant = Omit<Options, ControlName>;

/**
 * Reduces options to the variant that they ask for on this client.
 *
 * @throws Problem 400 when the picture would be larger than the owner allows
 */
export function canonicalVariant(
  options: Options,
  client: Client,
  { limits, widths }: Pick<ImagesConfig, 'limits' | 'widths'>,
): Variant {
  const { dpr, 'slow-connection-quality': slowQuality, onerror, preset, sig, exp, ...asked } = options;
  const variant = snapWidth(scaled(asked, dpr ?? 1), widths);
  const { width = 1, height = 1 } = variant;
  if (width > limits.width || height > limits.height || width * height > limits.pixels) {
    throw new Problem(
      'image-too-large',
      `The image would have ${width} × ${height} px after dpr; at most ${limits.width} × ${limits.height} px and ${limits.pixels} px in all are allowed.`,
    );
  }
  if (client.slow && slowQuality !== undefined) variant.quality = slowQuality;
  if (variant.format === 'auto') variant.format = automaticFormat(variant, client);
  return withoutIdle(variant);
}

function scaled(options: Variant, dpr: number): Variant {
  if (dpr === 1) return { ...options };
  const entries = Object.entries(options).map(([name, value]) => {
    const scale = ENTRIES.get(name)?.scale;
    return [name, scale && value !== undefined ? scale(value, dpr) : value];
  });
  return Object.fromEntries(entries);
}

/** The next step of the owner's list, the height in proportion. */
function snapWidth(variant: Variant, widths: readonly number[]): Variant {
  const { width, height } = variant;
  if (width === undefined || widths.length === 0) return variant;
  const steps = [...widths].sort((a, b) => a - b);
  const step = steps.find((candidate) => candidate >= width) ?? steps.at(-1) ?? width;
  const snapped = { ...variant, width: step };
  if (height !== undefined) snapped.height = Math.max(1, Math.round((height * step) / width));
  return snapped;
}

function automaticFormat({ width, height }: Variant, client: Client): Variant['format'] {
  const isSized = width !== undefined || height !== undefined;
  const fits = Math.max(width ?? 0, height ?? 0) <= AVIF_SIDE;
  if (client.avif && !client.prefersWebp) {
    if (isSized && fits) return 'avif';
    if (client.webp) return isSized ? 'webp' : 'auto';
  }
  return client.webp ? 'webp' : undefined;
}

/** Without the options that make no difference, alone or beside the others. */
function withoutIdle(variant: Variant): Variant {
  const idle = new Set<OptionName>();
  const { width, height, fit, gravity, format } = variant;
  if (width === undefined && height === undefined) idle.add('fit');
  if (idle.has('fit') || width === undefined || height === undefined || (fit !== 'cover' && fit !== 'crop')) {
    idle.add('gravity');
  }
  if (typeof gravity === 'object' && gravity.x === 0.5 && gravity.y === 0.5) idle.add('gravity');
  if (variant.quality === DEFAULT_QUALITY && format !== undefined && format !== 'png') idle.add('quality');
  if (format === 'json') idle.add('quality');
  if (isNothing(variant.border)) idle.add('border');
  if (isNothing(variant.trim)) idle.add('trim');
  const kept = Object.entries(variant).filter(
    ([name, value]) =>
      value !== undefined && value !== ENTRIES.get(name)?.default && !idle.has(name as OptionName),
  );
  return Object.fromEntries(kept);
}

/** A border or a trim of no width on any side. */
function isNothing(sides: Variant['border'] | Variant['trim']): boolean {
  if (typeof sides !== 'object') return false;
  return Object.values(sides).every((value) => value === 0 || typeof value === 'string');
}
