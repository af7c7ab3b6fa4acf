import { MAX_SIDE, UNSUPPORTED_OPTIONS, UNSUPPORTED_VALUES } from '../binding-facts.ts';
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

/** The instructions of an option for the Images binding: properties of `.transform()` and `.output()`. */
export interface Instruction {
  transform?: ImageTransform;
  output?: Partial<ImageOutputOptions>;
}

/** One option of the URL grammar (https://developers.cloudflare.com/images/transform-images/transform-via-url/). */
export interface Option<T> extends ValueParser<T> {
  /** What it does, for `docs/images.md`. */
  description: string;
  aliases?: readonly string[];
  /** The value that changes nothing. */
  default?: T;
  /** Values of Cloudflare's grammar that the Images binding does not support, and what to do instead. */
  refuses?: Readonly<Record<string, string>>;
  /** Writes a value as text that `parse` reads; `String(value)` unless given. */
  write?(value: T): string;
  /** Converts a value in CSS pixels into one in device pixels. */
  scale?(value: T, dpr: number): T;
  /** Absent from options that control Perigee and not the binding. */
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
  choices: ['90', '180', '270'],
  parse: (text) => ([0, 90, 180, 270] as const).find((angle) => String(angle) === text),
};

/** ipx calls JPEG `jpg`. */
const formats = oneOf('auto', 'avif', 'webp', 'jpeg', 'baseline-jpeg', 'png', 'json');
const FORMAT = { ...formats, parse: (text: string) => formats.parse(text === 'jpg' ? 'jpeg' : text) };

/** Every option. To add one, add its entry here and its row to the tests. */
export const OPTIONS = {
  width: option(integer(1, MAX_SIDE), {
    description: 'Width of the result in CSS pixels.',
    aliases: ['w'],
    refuses: { auto: 'Perigee does not guess the width of a screen; offer several widths with srcset.' },
    scale: pixels,
    instruct: (width) => ({ transform: { width } }),
  }),
  height: option(integer(1, MAX_SIDE), {
    description: 'Height of the result in CSS pixels.',
    aliases: ['h'],
    scale: pixels,
    instruct: (height) => ({ transform: { height } }),
  }),
  dpr: option(number(0.1, 3), { description: 'Device pixels per CSS pixel.', default: 1 }),
  fit: option(oneOf('scale-down', 'contain', 'cover', 'crop', 'aspect-crop', 'pad', 'squeeze'), {
    description: 'How the image fits into width and height.',
    default: 'scale-down',
    refuses: UNSUPPORTED_VALUES.fit,
    // The binding lacks `aspect-crop`. `simplifyVariant` replaces it where the size of the source is known.
    instruct: (fit) => ({ transform: { fit: fit === 'aspect-crop' ? 'crop' : fit } }),
  }),
  gravity: option(pointOr('auto', 'face', 'entropy', 'center', 'left', 'right', 'top', 'bottom'), {
    description: 'The part of the image that a crop keeps.',
    aliases: ['g'],
    default: 'center',
    write: (gravity) => (typeof gravity === 'string' ? gravity : `${gravity.x}x${gravity.y}`),
    instruct: (gravity) => ({
      transform: { gravity: typeof gravity === 'string' ? gravity : { ...gravity, mode: 'box-center' } },
    }),
  }),
  segment: option(oneOf('foreground'), {
    description: 'Removes the background.',
    instruct: (segment) => ({ transform: { segment } }),
  }),
  /** The output format also depends on the source and on the client: see `variant.ts`. */
  format: option(FORMAT, {
    description: 'Format of the result. `auto` negotiates it by `Accept`; `json` describes the image.',
    aliases: ['f'],
    refuses: {
      svg: 'SVG is active content, which is never served.',
      ...UNSUPPORTED_VALUES.format,
    },
  }),
  quality: option(quality, {
    description: 'Quality of a lossy result.',
    aliases: ['q'],
    instruct: (value) => ({ output: { quality: value } }),
  }),
  'slow-connection-quality': option(quality, {
    description: 'Quality for clients that report a slow connection.',
    aliases: ['scq'],
  }),
  anim: option(flag, {
    description: '`false` keeps only the first frame of an animation.',
    default: true,
    instruct: (anim) => ({ output: { anim } }),
  }),
  metadata: option(oneOf('copyright'), {
    description: 'Metadata that a JPEG keeps.',
    default: 'copyright',
    refuses: UNSUPPORTED_VALUES.metadata,
  }),
  background: option(colour, {
    description: 'Colour behind transparent parts and of the bars of `fit=pad`.',
    instruct: (background) => ({ transform: { background }, output: { background } }),
  }),
  blur: option(integer(1, 250), {
    description: 'Radius of the blur.',
    instruct: (blur) => ({ transform: { blur } }),
  }),
  border: option(BORDER, {
    description: 'Border around the result. It is drawn after resizing.',
    write: (border) => ('width' in border ? `${border.color};${border.width}` : writeSides(border)),
    scale: (border, dpr) =>
      'width' in border ? { ...border, width: pixels(border.width, dpr) } : scaleSides(border, dpr),
    instruct: (border) => ({ transform: { border } }),
  }),
  brightness: option(factor, {
    description: 'Brightness as a factor.',
    default: 1,
    instruct: (brightness) => ({ transform: { brightness } }),
  }),
  contrast: option(factor, {
    description: 'Contrast as a factor.',
    default: 1,
    instruct: (contrast) => ({ transform: { contrast } }),
  }),
  gamma: option(factor, {
    description: 'Exposure as a factor.',
    default: 1,
    instruct: (gamma) => ({ transform: { gamma } }),
  }),
  saturation: option(number(0, 10), {
    description: 'Saturation as a factor; 0 is grey.',
    default: 1,
    instruct: (saturation) => ({ transform: { saturation } }),
  }),
  sharpen: option(number(0, 10), {
    description: 'Strength of sharpening.',
    default: 0,
    instruct: (sharpen) => ({ transform: { sharpen } }),
  }),
  rotate: option(ANGLE, {
    description: 'Clockwise rotation in degrees. `width` and `height` are those after it.',
    default: 0,
    instruct: (rotate) => ({ transform: { rotate } }),
  }),
  flip: option(oneOf('h', 'v', 'hv'), {
    description: 'Mirrors horizontally (`h`), vertically (`v`) or both ways (`hv`), before `rotate`.',
    instruct: (flip) => ({ transform: { flip } }),
  }),
  trim: option(TRIM, {
    description: 'Cuts pixels off the four sides, or a border of one colour, before resizing.',
    write: (trim) => (trim === 'border' ? trim : writeSides(trim)),
    scale: (trim, dpr) => (trim === 'border' ? trim : scaleSides(trim, dpr)),
    instruct: (trim) => ({ transform: { trim: trim === 'border' ? { border: true } : trim } }),
  }),
  'trim.left': option(integer(0, MAX_SIDE), {
    description: 'Left edge of the part to keep, in pixels.',
    scale: pixels,
    instruct: (left) => ({ transform: { trim: { left } } }),
  }),
  'trim.top': option(integer(0, MAX_SIDE), {
    description: 'Top edge of the part to keep, in pixels.',
    scale: pixels,
    instruct: (top) => ({ transform: { trim: { top } } }),
  }),
  'trim.width': option(integer(1, MAX_SIDE), {
    description: 'Width of the part to keep, in pixels.',
    scale: pixels,
    instruct: (width) => ({ transform: { trim: { width } } }),
  }),
  'trim.height': option(integer(1, MAX_SIDE), {
    description: 'Height of the part to keep, in pixels.',
    scale: pixels,
    instruct: (height) => ({ transform: { trim: { height } } }),
  }),
  onerror: option(oneOf('redirect'), { description: 'Redirects to the source when it cannot be rendered.' }),
  preset: option(word('the name of a preset in src/images.ts'), {
    description: 'Applies the options of a preset. Other options of the URL override them.',
  }),
  sig: option(word('a signature of `npm run sign`'), { description: 'Signature of a signed URL.' }),
  /** When the signature expires, in seconds since 1970. */
  exp: option(integer(0, 999_999_999_999), {
    description: 'When the signature expires, in seconds since 1970.',
  }),
} satisfies Record<string, Option<unknown>>;

/** Options of Cloudflare's grammar that Perigee does not support, and why. */
export const REFUSED_OPTIONS: ReadonlyMap<string, string> = new Map([
  ...UNSUPPORTED_OPTIONS,
  ['draw', 'The URL grammar has no overlays.'],
]);

export type OptionName = keyof typeof OPTIONS;
type ValueOf<Entry> = Entry extends Option<infer T> ? T : never;

/** The options of one request as typed values. */
export type Options = { [Name in OptionName]?: ValueOf<(typeof OPTIONS)[Name]> | undefined };

/** The table for code that treats all options alike, safe to look any name up in. */
export const OPTION_BY_NAME: ReadonlyMap<string, Option<unknown>> = new Map(Object.entries(OPTIONS));

function option<T>(parser: ValueParser<T>, rest: Omit<Option<NoInfer<T>>, keyof ValueParser<T>>): Option<T> {
  return { ...parser, ...rest };
}
