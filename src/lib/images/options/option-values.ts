import { colord, extend } from 'colord';
import names from 'colord/plugins/names';

extend([names]);

/** Parses the text of an option. */
export interface ValueParser<T> {
  /** Completes "allowed: …" in messages. */
  expects: string;
  /** Values by name, for a form; others may be allowed too. */
  choices?: readonly string[];
  /** Bounds of numbers, for a form. */
  range?: Range;
  /** Returns `undefined` when the text is not allowed. */
  parse(text: string): T | undefined;
}

export interface Range {
  min: number;
  max: number;
  isInteger: boolean;
}

/** Plain decimals only: no sign, exponent, hexadecimal or white space. */
const DECIMAL = /^\d{1,12}(\.\d{1,6})?$/;

export function number(min: number, max: number): ValueParser<number> {
  return {
    expects: `a number from ${min} to ${max}`,
    range: { min, max, isInteger: false },
    parse: (text) => {
      const value = DECIMAL.test(text) ? Number(text) : Number.NaN;
      return value >= min && value <= max ? value : undefined;
    },
  };
}

export function integer(min: number, max: number): ValueParser<number> {
  const { parse } = number(min, max);
  return {
    expects: `a whole number from ${min} to ${max}`,
    range: { min, max, isInteger: true },
    parse: (text) => (text.includes('.') ? undefined : parse(text)),
  };
}

export function oneOf<const T extends string>(...values: T[]): ValueParser<T> {
  return {
    expects: values.join(', '),
    choices: values,
    parse: (text) => values.find((value) => value === text),
  };
}

export const flag: ValueParser<boolean> = {
  expects: 'true or false',
  choices: ['true', 'false'],
  parse: (text) => (text === 'true' ? true : text === 'false' ? false : undefined),
};

/** A name or a code: letters, digits, hyphens and underscores. */
export function word(expects: string): ValueParser<string> {
  return { expects, parse: (text) => (/^[\w-]{1,128}$/.test(text) ? text : undefined) };
}

/** Any CSS colour. Its value is `#rrggbb` or `#rrggbbaa`, so that equal colours have equal values. */
export const colour: ValueParser<string> = {
  expects: 'a CSS colour such as white, %23ff8800 or rgb(255%2C136%2C0)',
  parse: (text) => {
    const parsed = colord(text);
    return parsed.isValid() ? parsed.toHex() : undefined;
  },
};

/** Cloudflare does not publish these numbers; its local emulation uses them. */
const QUALITY_NAMES: ReadonlyMap<string, number> = new Map([
  ['low', 35],
  ['medium-low', 50],
  ['medium-high', 70],
  ['high', 90],
]);

export const quality: ValueParser<number> = {
  expects: `a whole number from 1 to 100, or ${[...QUALITY_NAMES.keys()].join(', ')}`,
  range: { min: 1, max: 100, isInteger: true },
  parse: (text) => QUALITY_NAMES.get(text) ?? integer(1, 100).parse(text),
};

/** A point of an image, as fractions of its width and height. */
interface Point {
  x: number;
  y: number;
}

export function pointOr<const T extends string>(...values: T[]): ValueParser<T | Point> {
  const word = oneOf(...values);
  const fraction = number(0, 1);
  return {
    expects: `${word.expects}, or a point such as 0.5x0.2, from 0x0 (top left) to 1x1`,
    choices: values,
    parse: (text) => {
      const [x, y, ...rest] = text.split('x').map(fraction.parse);
      return x !== undefined && y !== undefined && rest.length === 0 ? { x, y } : word.parse(text);
    },
  };
}

/** Lengths at the four sides of an image, in pixels. */
export interface Sides {
  top: number;
  right: number;
  bottom: number;
  left: number;
}

/** Parses `top;right;bottom;left`. */
export function parseSides(text: string, max: number): Sides | undefined {
  const [top, right, bottom, left, ...rest] = text.split(';').map(integer(0, max).parse);
  if (top === undefined || right === undefined || bottom === undefined || left === undefined)
    return undefined;
  return rest.length === 0 ? { top, right, bottom, left } : undefined;
}

export function writeSides({ top, right, bottom, left }: Sides): string {
  return [top, right, bottom, left].join(';');
}

export function scaleSides(sides: Sides, factor: number): Sides {
  return {
    top: Math.round(sides.top * factor),
    right: Math.round(sides.right * factor),
    bottom: Math.round(sides.bottom * factor),
    left: Math.round(sides.left * factor),
  };
}
