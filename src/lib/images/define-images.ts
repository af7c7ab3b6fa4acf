import { mistakeIn, mistakesIn } from '../definition/setting-schemas.ts';
import { Problem } from '../http/problem/problem.ts';
import { fallbackImages } from './config/fallback.ts';
import type { ImagesConfig, ImagesDefinition } from './config/images-config.ts';
import { IMAGES_DEFINITION } from './config/images-schema.ts';
import { findSource } from './source/allow-list.ts';
import { canonicalVariant } from './variant/variant.ts';

const FILE = 'src/images.ts';

/**
 * Checks the owner's definition and completes it with defaults.
 *
 * @throws Error with one line per mistake, each naming its setting. It stops the build.
 */
export function defineImages(definition: ImagesDefinition): ImagesConfig {
  const { success, data, error } = IMAGES_DEFINITION.safeParse(definition);
  const mistakes = success ? combinationMistakes(data) : mistakesIn(FILE, error);
  if (!success || mistakes.length > 0) throw new Error(mistakes.join('\n'));
  return data;
}

/** Finds settings that are allowed alone, but not together with the others. */
function combinationMistakes(config: ImagesConfig): string[] {
  const { presets, widths, limits, fallback, sources, freeform, presetsOnly } = config;
  const client = { avif: false, webp: false, prefersWebp: false, slow: false };
  return [
    ...Object.entries(presets).flatMap(([name, options]) =>
      mistakesOf(`presets.${name}`, () => canonicalVariant(options, client, config)),
    ),
    ...widths
      .filter((width) => width > limits.width)
      .map((width) => mistakeIn(FILE, 'widths', `${width} is more than limits.width, ${limits.width}`)),
    ...(freeform && widths.length > 0
      ? [mistakeIn(FILE, 'widths', 'has no effect with freeform: true; remove one of them')]
      : []),
    ...(freeform && presetsOnly
      ? [mistakeIn(FILE, 'presetsOnly', 'contradicts freeform: true; remove one of them')]
      : []),
    ...(presetsOnly && Object.keys(presets).length === 0
      ? [mistakeIn(FILE, 'presetsOnly', 'needs at least one of presets')]
      : []),
    ...fallbackImages(fallback).flatMap(([setting, { source }]) =>
      mistakesOf(`${setting}.source`, () => findSource(source.replace(/^\//, ''), sources)),
    ),
  ];
}

function mistakesOf(setting: string, check: () => unknown): string[] {
  try {
    check();
    return [];
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return [mistakeIn(FILE, setting, error.message)];
  }
}
