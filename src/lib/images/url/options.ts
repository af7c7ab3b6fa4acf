import { MAX_SIDE } from '../limits.ts';
import {
  colour,
  flag,
  integer,
  number,
  oneOf,
  parseSides,
  pointOr,
  quality,
  type Sides,
  scaleSides,
  type ValueParser,
  word,
  writeSides,
} from './option-values.ts';

/** What an option becomes in a call of the Images binding: properties of `.transform()` and `.output()`. */
export interface Instruction {
  transform?: ImageTransform;
  output?: Partial<ImageOutputOptions>;
}

/** One option of the URL grammar (https://developers.cloudflare.com/images/transform-images/transform-via-url/). */
export interface Option<T> extends ValueParser<T> {
  aliases?: readonly string[];
  /** The value that changes nothing. */
  default?: T;
  /** Values of Cloudflare's grammar that the Images binding has no word for, and what to do instead. */
  refuses?: Readonly<Record<string, string>>;
  /** How a canonical variant spells the value; as JavaScript does, unless given. */
  write?(value: T): string;
  /** Options in CSS pixels: the value for a screen of `dpr` pixels each. */
  scale?(value: T, dpr: number): T;
  /** Options without one steer Perigee, not the binding. */
  instruct?(value: T): Instruction;
}

const pixels = (value: number, dpr: number) => Math.round(value * dpr);
const factor = number(0.01, 10);

/** A border of one width and colour, or of four widths in the binding's default colour. */
const BORDER: ValueParser<{ color: string; width: number } | Sides> = {
  expects: 'colour;width or top;right;bottom;left, such as %23000000;2 or 0;0;4;0',
  parse: (text) => {
    const sides = parseSides(text, MAX_SIDE);
    if (sides !== undefined) return sides;
    const [first = '', second = '', ...rest] = text.split(';');
    const color = colour.parse(first);
    const width = integer(1, MAX_SIDE).parse(second);
    return color !== undefined && width !== undefined && rest.length === 0 ? { color, width } : undefined;
  },
};

const TRIM: ValueParser<'border' | Sides> = {
  expects: 'border, or top;right;bottom;left in pixels, such as 20;30;20;0',
  parse: (text) => (text === 'border' ? text : parseSides(text, MAX_SIDE)),
};

const ANGLE: ValueParser<0 | 90 | 180 | 270> = {
  expects: '90, 180 or 270',
  parse: (text) => ([0, 90, 180, 270] as const).find((angle) => String(angle) === text),
};

/** ipx calls JPEG `jpg`. */
const formats = oneOf('auto', 'avif', 'webp', 'jpeg', 'baseline-jpeg', 'png', 'json');
const FORMAT = { ...formats, parse: (text: string) => formats.parse(text === 'jpg' ? 'jpeg' : text) };

/** Every option, once. To add one, add its entry here and its row to the tests. */
export const OPTIONS = {
  width: option(integer(1, MAX_SIDE), {
    aliases: ['w'],
    refuses: { auto: 'Perigee does not guess the width of a screen; offer several with srcset.' },
    scale: pixels,
    instruct: (width) => ({ transform: { width } }),
  }),
  height: option(integer(1, MAX_SIDE), {
    aliases: ['h'],
    scale: pixels,
    instruct: (height) => ({ transform: { height } }),
  }),
  dpr: option(number(0.1, 2), { default: 1 }),
  fit: option(oneOf('scale-down', 'contain', 'cover', 'crop', 'pad', 'squeeze'), {
    default: 'scale-down',
    refuses: {
      'aspect-crop': 'The Images binding cannot do it; fit=crop is nearest.',
      'scale-up': 'The Images binding cannot do it; fit=contain enlarges too.',
    },
    instruct: (fit) => ({ transform: { fit } }),
  }),
  gravity: option(pointOr('auto', 'face', 'entropy', 'center', 'left', 'right', 'top', 'bottom'), {
    aliases: ['g'],
    default: 'center',
    write: (gravity) => (typeof gravity === 'string' ? gravity : `${gravity.x}x${gravity.y}`),
    instruct: (gravity) => ({
      transform: { gravity: typeof gravity === 'string' ? gravity : { ...gravity, mode: 'box-center' } },
    }),
  }),
  segment: option(oneOf('foreground'), { instruct: (segment) => ({ transform: { segment } }) }),
  /** What it becomes depends on the source and on the client: see `variant.ts`. */
  format: option(FORMAT, {
    aliases: ['f'],
    refuses: {
      svg: 'SVG is active content, which this origin does not serve.',
      'png-force': 'The Images binding cannot do it; format=png is nearest.',
    },
  }),
  quality: option(quality, { aliases: ['q'], instruct: (value) => ({ output: { quality: value } }) }),
  'slow-connection-quality': option(quality, { aliases: ['scq'] }),
  anim: option(flag, { default: true, instruct: (anim) => ({ output: { anim } }) }),
  metadata: option(oneOf('copyright'), {
    default: 'copyright',
    refuses: {
      keep: 'The Images binding cannot do it: it drops what may hold a location.',
      none: 'The Images binding cannot do it for JPEG; WebP, AVIF and PNG never hold metadata.',
    },
  }),
  background: option(colour, {
    instruct: (background) => ({ transform: { background }, output: { background } }),
  }),
  blur: option(integer(1, 250), { instruct: (blur) => ({ transform: { blur } }) }),
  border: option(BORDER, {
    write: (border) => ('width' in border ? `${border.color};${border.width}` : writeSides(border)),
    scale: (border, dpr) =>
      'width' in border ? { ...border, width: pixels(border.width, dpr) } : scaleSides(border, dpr),
    instruct: (border) => ({ transform: { border } }),
  }),
  brightness: option(factor, { default: 1, instruct: (brightness) => ({ transform: { brightness } }) }),
  contrast: option(factor, { default: 1, instruct: (contrast) => ({ transform: { contrast } }) }),
  gamma: option(factor, { default: 1, instruct: (gamma) => ({ transform: { gamma } }) }),
  saturation: option(number(0, 10), {
    default: 1,
    instruct: (saturation) => ({ transform: { saturation } }),
  }),
  sharpen: option(number(0, 10), { default: 0, instruct: (sharpen) => ({ transform: { sharpen } }) }),
  rotate: option(ANGLE, {
    default: 0,
    instruct: (rotate) => ({ transform: { rotate } }),
  }),
  flip: option(oneOf('h', 'v', 'hv'), { instruct: (flip) => ({ transform: { flip } }) }),
  trim: option(TRIM, {
    write: (trim) => (trim === 'border' ? trim : writeSides(trim)),
    scale: (trim, dpr) => (trim === 'border' ? trim : scaleSides(trim, dpr)),
    instruct: (trim) => ({ transform: { trim: trim === 'border' ? { border: true } : trim } }),
  }),
  'trim.left': option(integer(0, MAX_SIDE), {
    scale: pixels,
    instruct: (left) => ({ transform: { trim: { left } } }),
  }),
  'trim.top': option(integer(0, MAX_SIDE), {
    scale: pixels,
    instruct: (top) => ({ transform: { trim: { top } } }),
  }),
  'trim.width': option(integer(1, MAX_SIDE), {
    scale: pixels,
    instruct: (width) => ({ transform: { trim: { width } } }),
  }),
  'trim.height': option(integer(1, MAX_SIDE), {
    scale: pixels,
    instruct: (height) => ({ transform: { trim: { height } } }),
  }),
  onerror: option(oneOf('redirect')),
  preset: option(word('the name of a preset of src/images.ts')),
  sig: option(word('a signature made by `npm run sign`')),
  /** When a signature ends, in seconds since 1970. */
  exp: option(integer(0, 999_999_999_999)),
} satisfies Record<string, Option<unknown>>;

/** Options of Cloudflare's that Perigee knows and cannot honour. */
export const REFUSED_OPTIONS: ReadonlyMap<string, string> = new Map([
  ['zoom', 'The Images binding has no zoom.'],
  ['face-zoom', 'The Images binding has no zoom.'],
  ['upscale', 'The Images binding has no choice of upscaling.'],
  ['compression', 'The Images binding has no choice of compression.'],
  ['draw', 'The grammar of URLs has no overlays.'],
]);

export type OptionName = keyof typeof OPTIONS;
type ValueOf<Entry> = Entry extends Option<infer T> ? T : never;

/** The options of one request, or of one canonical variant, as typed values. */
export type Options = { [Name in OptionName]?: ValueOf<(typeof OPTIONS)[Name]> | undefined };

/** The table for code that treats all options alike. */
export const ENTRIES: ReadonlyMap<string, Option<unknown>> = new Map(Object.entries(OPTIONS));

function option<T>(
  parser: ValueParser<T>,
  rest: Omit<Option<NoInfer<T>>, keyof ValueParser<T>> = {},
): Option<T> {
  return { ...parser, ...rest };
}
