import { z } from 'astro/zod';
import { list, settings, wholeNumber } from '../../definition/setting-schemas.ts';
import { Problem } from '../../http/problem/problem.ts';
import { MAX_SIDE } from '../binding-facts.ts';
import { parseOptions, writeValue } from '../options/option-grammar.ts';
import { OPTION_BY_NAME, OPTIONS } from '../options/options.ts';
import { FALLBACK } from './fallback.ts';
import { hostMistake } from './host-pattern.ts';
import type { ImageLimits, ImagesConfig, PresetOptions } from './images-config.ts';

const DEFAULT_LIMITS: ImageLimits = { width: 4096, height: 4096, pixels: 16_000_000 };

const SOURCE = z.preprocess(
  (source) => (typeof source === 'string' ? { host: source } : source),
  settings({
    host: z.string('must be text').superRefine((host, context) => {
      const mistake = hostMistake(host);
      if (mistake !== null) context.addIssue(mistake);
    }),
    port: wholeNumber(1, 65_535).exactOptional(),
    path: z
      .string('must be text')
      .refine(isPath, 'must be a path, percent-encoded as in a URL, such as /assets/')
      .exactOptional(),
    query: list(z.string('must be text').min(1, 'must not be empty')).exactOptional(),
  }),
);

/** A name that the option `preset` can have. */
const PRESET_NAME = z.string().refine((name) => OPTIONS.preset.parse(name) !== undefined);

const PRESET = z
  .record(z.string(), z.unknown(), 'must be options')
  .transform((written, context): PresetOptions => {
    try {
      const { preset, sig, exp, ...options } = parseOptions(optionsText(written));
      const [control] = Object.entries({ preset, sig, exp }).find(([, value]) => value !== undefined) ?? [];
      if (control !== undefined) context.addIssue(`must not have the option ${control}`);
      return options;
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      context.addIssue(error.message);
      return z.NEVER;
    }
  });

/** Checks each setting alone, and completes it with its default. */
export const IMAGES_DEFINITION: z.ZodType<ImagesConfig> = settings({
  sources: list(SOURCE).default([]),
  signedSources: list(SOURCE).default([]),
  presets: z
    .record(PRESET_NAME, PRESET, {
      error: ({ code }) =>
        code === 'invalid_key' ? 'must have a name of letters, digits, _ and -' : 'must be options by name',
    })
    .default({}),
  limits: settings({
    width: wholeNumber(1, MAX_SIDE).default(DEFAULT_LIMITS.width),
    height: wholeNumber(1, MAX_SIDE).default(DEFAULT_LIMITS.height),
    pixels: wholeNumber(1, MAX_SIDE * MAX_SIDE).default(DEFAULT_LIMITS.pixels),
  }).default(DEFAULT_LIMITS),
  widths: list(wholeNumber(1, MAX_SIDE))
    .transform((widths) => widths.toSorted((a, b) => a - b))
    .default([]),
  freeform: z.boolean('must be true or false').default(false),
  presetsOnly: z.boolean('must be true or false').default(false),
  fallback: FALLBACK.exactOptional(),
});

function isPath(path: string): boolean {
  return URL.parse(path, 'https://host.example')?.pathname === path;
}

/** Writes a preset as options of a URL, so that the parser of URLs checks it. */
function optionsText(written: Record<string, unknown>): string {
  const given = Object.entries(written).filter(([, value]) => value !== undefined);
  const parts = given.map(([name, value]) => {
    const option = OPTION_BY_NAME.get(name);
    const text =
      option !== undefined && typeof value === 'object' && value !== null
        ? writeValue(option, value)
        : String(value);
    return `${name}=${encodeURIComponent(text)}`;
  });
  return parts.join(',') || '_';
}
