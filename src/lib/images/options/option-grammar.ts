import { Problem } from '../../http/problem/problem.ts';
import { truncateText } from '../../http/truncate-text.ts';
import { OPTION_BY_NAME, type Option, type OptionName, type Options, REFUSED_OPTIONS } from './options.ts';

/** One part of the options in a URL. */
interface OptionPart {
  /** As written, percent-encoding included. */
  text: string;
  /** The options that it sets: full names, and values decoded but not yet parsed. */
  settings: [name: string, value: string][];
}

/** Separates the parts, in the spellings of Cloudflare and ipx. */
const PART_SEPARATOR = /[,&]/;

/** Longest text of options, in characters: more than all options together can take. */
const MAX_LENGTH = 2000;
/** Longest quotation of the client's text in a message, in characters. */
const MAX_QUOTE = 60;

const FULL_NAMES: ReadonlyMap<string, string> = new Map(
  [...OPTION_BY_NAME].flatMap(([name, { aliases = [] }]) =>
    [name, ...aliases].map((spelling) => [spelling, name]),
  ),
);

/**
 * Parses `width=400,format=auto`, in any order and with aliases, and ipx's `w_400&f_webp` and `s_200x100`.
 *
 * @throws Problem 400 that names the option, its value and what is allowed
 */
export function parseOptions(text: string): Options {
  const options = new Map<string, unknown>();
  for (const [name, value] of splitOptions(text).flatMap(({ settings }) => settings)) {
    if (options.has(name))
      throw new Problem('bad-image-option', `The option ${name} is not allowed more than once.`);
    options.set(name, parseValue(name, value));
  }
  // Each value was parsed by the entry of its own name.
  return Object.fromEntries(options) as Options;
}

/**
 * Splits the text of options into its parts. Parser and signature both use it, so that they cannot read one text in
 * two ways.
 *
 * @throws Problem 400 when a part sets no option
 */
export function splitOptions(text: string): OptionPart[] {
  if (text.length > MAX_LENGTH)
    throw new Problem(
      'bad-image-option',
      `The options have ${text.length} characters; at most ${MAX_LENGTH} are allowed.`,
    );
  if (text === '_') return [];
  return text.split(PART_SEPARATOR).map((part) => ({ text: part, settings: settingsOf(part) }));
}

/** Writes options as text that `parseOptions` reads: sorted by name, without values that change nothing. */
export function writeOptions(options: Options): string {
  return (Object.keys(options) as OptionName[])
    .sort()
    .flatMap((name) => {
      const entry: Option<unknown> | undefined = OPTION_BY_NAME.get(name);
      const value = options[name];
      if (entry === undefined || value === undefined || value === entry.default) return [];
      return `${name}=${writeValue(entry, value)}`;
    })
    .join(',');
}

/** Writes one value as text that its option parses. */
export function writeValue(entry: Option<unknown>, value: unknown): string {
  return entry.write?.(value) ?? String(value);
}

function settingsOf(part: string): OptionPart['settings'] {
  const [given, raw] = splitPart(part);
  const value = decode(raw, part);
  // ipx sets both sides with one option.
  if (given === 's' || given === 'resize') {
    const [, width = '', height = ''] = /^(\d+)x(\d+)$/.exec(value) ?? [];
    if (width === '') throw badValue(given, value, 'a width and a height, such as 200x100');
    return [
      ['width', width],
      ['height', height],
    ];
  }
  const refusal = REFUSED_OPTIONS.get(given);
  if (refusal !== undefined)
    throw new Problem('bad-image-option', `The option ${given} is not supported. ${refusal}`);
  const name = FULL_NAMES.get(given);
  if (name === undefined) {
    const names = [...OPTION_BY_NAME.keys()].join(', ');
    throw new Problem(
      'bad-image-option',
      `There is no option ${quote(given || part)}; allowed, as name=value: ${names}.`,
    );
  }
  return [[name, value]];
}

/** Splits `name=value`, or `name_value` where there is no `=`. A value may contain either character. */
function splitPart(part: string): [name: string, value: string] {
  const at = part.indexOf(part.includes('=') ? '=' : '_');
  return at === -1 ? ['', ''] : [part.slice(0, at), part.slice(at + 1)];
}

function parseValue(name: string, text: string): unknown {
  const entry = OPTION_BY_NAME.get(name);
  const refusal = new Map(Object.entries(entry?.refuses ?? {})).get(text);
  if (refusal !== undefined)
    throw new Problem('bad-image-option', `${name}=${text} is not supported. ${refusal}`);
  const value = entry?.parse(text);
  if (value === undefined) throw badValue(name, text, entry?.expects ?? '');
  return value;
}

function decode(text: string, part: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new Problem('bad-image-option', `The option ${quote(part)} is not valid percent-encoded UTF-8.`);
  }
}

function badValue(name: string, text: string, expects: string): Problem {
  return new Problem('bad-image-option', `The option ${name} cannot be ${quote(text)}; allowed: ${expects}.`);
}

function quote(text: string): string {
  return JSON.stringify(truncateText(text, MAX_QUOTE));
}
