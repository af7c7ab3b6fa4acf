import { Problem } from '../../http/problem/problem.ts';
import type { ImagesConfig } from '../config/images-config.ts';
import { OPTION_BY_NAME, type OptionName, type Options } from '../options/options.ts';
import { checkSize, scaleLengths } from './scale.ts';
import { roundSides, roundUp, USUAL_DENSITIES, USUAL_QUALITIES } from './usual-numbers.ts';

interface PermittedOptions {
  /** The options that are rendered: those of the preset and of the URL. */
  options: Options;
  /** The members of `options` that differ from those of the URL, in device pixels. */
  rounded: Options;
}

/** Options of an unsigned URL. All others have too many values, so they need a preset or a signature. */
export const UNSIGNED_OPTIONS: ReadonlySet<string> = new Set<OptionName>([
  'width',
  'height',
  'dpr',
  'fit',
  'gravity',
  'format',
  'quality',
  'slow-connection-quality',
  'anim',
  'metadata',
  'onerror',
  'preset',
]);

/** Options of an unsigned URL under `presetsOnly`. */
const OPTIONS_OF_PRESETS_ONLY: ReadonlySet<string> = new Set<OptionName>(['preset', 'dpr', 'onerror']);

/**
 * Applies the preset, and bounds the number of images that unsigned URLs can request: each is rendered and billed.
 *
 * @param given the options of the URL
 * @throws Problem 400 for an option that needs a signature, an unknown preset, or a size above the limits
 */
export function permittedOptions(given: Options, isSigned: boolean, config: ImagesConfig): PermittedOptions {
  if (!isSigned) refuseUnsigned(given, config);
  const options = withPreset(given, config.presets);
  return isSigned || config.freeform ? { options, rounded: {} } : roundOptions(given, options, config);
}

function refuseUnsigned(given: Options, { presetsOnly, freeform, presets }: ImagesConfig): void {
  if (freeform) return;
  const allowed = presetsOnly ? OPTIONS_OF_PRESETS_ONLY : UNSIGNED_OPTIONS;
  if (presetsOnly && given.preset === undefined) {
    throw new Problem(
      'option-needs-signature',
      `An unsigned URL must name a preset; allowed: ${Object.keys(presets).join(', ')}.`,
    );
  }
  for (const [name, value] of Object.entries(given)) {
    const isPoint = name === 'gravity' && typeof value === 'object';
    if ((allowed.has(name) && !isPoint) || value === OPTION_BY_NAME.get(name)?.default) continue;
    throw new Problem(
      'option-needs-signature',
      `${isPoint ? 'A point as gravity' : `The option ${name}`} is not allowed in an unsigned URL; allowed: a preset that has it, or a signature of npm run sign. Unsigned: ${[...allowed].join(', ')}.`,
    );
  }
}

function withPreset({ preset, ...given }: Options, presets: ImagesConfig['presets']): Options {
  if (preset === undefined) return given;
  const options = Object.hasOwn(presets, preset) ? presets[preset] : undefined;
  if (options === undefined) {
    throw new Problem(
      'bad-image-option',
      `${preset} is not a preset; allowed: ${Object.keys(presets).join(', ')}.`,
    );
  }
  return { ...options, ...given };
}

/** Rounds the numbers that the URL itself sets. Those of a preset are exact. */
function roundOptions(
  given: Options,
  { dpr = 1, ...options }: Options,
  config: ImagesConfig,
): PermittedOptions {
  const requested = scaleLengths(options, dpr);
  const rendered = scaleLengths(options, given.dpr === undefined ? dpr : roundUp(dpr, USUAL_DENSITIES));
  for (const name of ['quality', 'slow-connection-quality'] as const) {
    if (given[name] !== undefined) rendered[name] = roundUp(given[name], USUAL_QUALITIES);
  }
  if (given.width !== undefined || given.height !== undefined) {
    checkSize(requested, config.limits);
    Object.assign(rendered, roundSides(requested, config));
  }
  const rounded = (['width', 'height', 'quality', 'slow-connection-quality'] as const)
    .filter((name) => rendered[name] !== requested[name])
    .map((name) => [name, rendered[name]]);
  return { options: rendered, rounded: Object.fromEntries(rounded) };
}
