import { z } from 'astro/zod';
import { Problem } from '../http/problem.ts';
import type { ImageLimits, ImagesConfig, ImagesDefinition, PresetOptions } from './config.ts';
import { hostMistake } from './host-pattern.ts';
import { MAX_SIDE } from './limits.ts';
import { findSource } from './source/allow-list.ts';
import { parseOptions, writeValue } from './url/option-grammar.ts';
import { OPTION_BY_NAME, OPTIONS } from './url/options.ts';
import { canonicalVariant } from './variant/variant.ts';

const DEFAULT_LIMITS: ImageLimits = { width: 4096, height: 4096, pixels: 16_000_000 };
const DEFAULT_FALLBACK_STATUS = 404;
/** A response with one of these statuses has no body (https://fetch.spec.whatwg.org/#null-body-status). */
const BODILESS_STATUSES = [204, 205, 304];

/**
 * Checks and completes the definition of the owner.
 *
 * @throws Error with one line per mistake, each naming its setting. It stops the build.
 */
export function defineImages(definition: ImagesDefinition): ImagesConfig {
  const { data, error } = DEFINITION.safeParse(definition);
  if (error !== undefined) throw new Error(error.issues.map(lineOf).join('\n'));
  const mistakes = [...presetMistakes(data), ...widthMistakes(data), ...fallbackMistakes(data)];
  if (mistakes.length > 0) throw new Error(mistakes.join('\n'));
  return data;
}

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
      .refine(isPath, 'must be a path in the spelling of a URL, such as /assets/')
      .exactOptional(),
    query: list(z.string('must be text').min(1, 'must not be empty')).exactOptional(),
  }),
);

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
      context.addIssue(messageOf(error));
      return z.NEVER;
    }
  });

const DEFINITION = settings({
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
  fallback: settings({
    source: z.string('must be text'),
    status: wholeNumber(200, 599)
      .refine((status) => !BODILESS_STATUSES.includes(status), 'must be a status whose response has a body')
      .default(DEFAULT_FALLBACK_STATUS),
  }).exactOptional(),
});

/** An object with these settings and no others. */
function settings<Shape extends z.core.$ZodLooseShape>(shape: Shape) {
  return z.strictObject(shape, {
    error: (issue) =>
      issue.code === 'unrecognized_keys'
        ? `has no setting ${issue.keys.join(', ')}; allowed: ${Object.keys(shape).join(', ')}`
        : `must be an object with ${Object.keys(shape).join(', ')}`,
  });
}

function list<Item extends z.ZodType>(item: Item) {
  return z.array(item, 'must be a list in [ ]');
}

function wholeNumber(min: number, max: number) {
  const rule = `must be a whole number from ${min} to ${max}`;
  return z.int(rule).min(min, rule).max(max, rule);
}

function isPath(path: string): boolean {
  return URL.parse(path, 'https://host.example')?.pathname === path;
}

/** A preset as it would stand in a URL, so that one parser knows which options there are. */
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

/** Presets whose image no limit would allow. */
function presetMistakes(config: ImagesConfig): string[] {
  const client = { avif: false, webp: false, prefersWebp: false, slow: false };
  return Object.entries(config.presets).flatMap(([name, options]) => {
    try {
      canonicalVariant(options, client, config);
      return [];
    } catch (error) {
      return `src/images.ts: presets.${name}: ${messageOf(error)}`;
    }
  });
}

function widthMistakes({ widths, limits }: ImagesConfig): string[] {
  return widths
    .filter((width) => width > limits.width)
    .map((width) => `src/images.ts: widths: ${width} is more than limits.width, ${limits.width}.`);
}

function fallbackMistakes({ fallback, sources }: ImagesConfig): string[] {
  if (fallback === undefined) return [];
  try {
    findSource(fallback.source.replace(/^\//, ''), sources);
    return [];
  } catch (error) {
    return [`src/images.ts: fallback.source: ${messageOf(error)}`];
  }
}

function lineOf({ path, message }: z.core.$ZodIssue): string {
  return ['src/images.ts', z.core.toDotPath(path), message].filter((part) => part !== '').join(': ');
}

function messageOf(error: unknown): string {
  if (error instanceof Problem) return error.message;
  throw error;
}
