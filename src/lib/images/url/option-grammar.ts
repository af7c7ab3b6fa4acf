import { Problem } from '../../http/problem.ts';
import { ENTRIES, type Option, type OptionName, type Options, REFUSED_OPTIONS } from './options.ts';

/** An option as it was written, decoded: its full name and the text of its value. */
type Pair = [name: string, text: string];

/** `name=value`, or `name_value` where there is no `=`. */
const SPELLING = /^([^=_]*(?=_[^=]*$)|[^=]*(?==))[=_](.*)$/s;

/** More than all options together can take. */
const MAX_LENGTH = 2000;

const FULL_NAMES: ReadonlyMap<string, string> = new Map(
  [...ENTRIES].flatMap(([name, { aliases = [] }]) => [name, ...aliases].map((spelling) => [spelling, name])),
);

/**
 * Reads `width=400,format=auto`, in any order and with aliases, and ipx's `w_400,f_webp` and `s_200x100`.
 *
 * @throws Problem 400 that names the option, its value and what would be allowed
 */
export function parseOptions(text: string): Options {
  if (text.length > MAX_LENGTH)
    throw new Problem(
      'bad-image-option',
      `The options have ${text.length} characters; at most ${MAX_LENGTH} are allowed.`,
    );
  const options = new Map<string, unknown>();
  for (const [name, value] of readPairs(text)) {
    if (options.has(name))
      throw new Problem('bad-image-option', `The option ${name} is given more than once.`);
    options.set(name, readValue(name, value));
  }
  // Each value was parsed by the entry of its own name.
  return Object.fromEntries(options) as Options;
}

/** The options as text that `parseOptions` reads: sorted by name, without those that change nothing. */
export function writeOptions(options: Options): string {
  return (Object.keys(options) as OptionName[])
    .sort()
    .flatMap((name) => {
      const entry: Option<unknown> | undefined = ENTRIES.get(name);
      const value = options[name];
      if (entry === undefined || value === undefined || value === entry.default) return [];
      return `${name}=${entry.write?.(value) ?? value}`;
    })
    .join(',');
}

function readPairs(text: string): Pair[] {
  if (text === '_') return [];
  return text.split(/[,&]/).flatMap(readPair);
}

function readPair(part: string): Pair[] {
  const [, given = '', raw = ''] = SPELLING.exec(part) ?? [];
  const value = decode(raw, part);
  // ipx names both sides in one option.
  if (given === 's' || given === 'resize') {
    const [, width = '', height = ''] = /^(\d+)x(\d+)$/.exec(value) ?? [];
    if (width === '') throw invalid(given, value, 'a width and a height, such as 200x100');
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
    const names = [...ENTRIES.keys()].join(', ');
    throw new Problem(
      'bad-image-option',
      `There is no option ${quote(given || part)}. Options are name=value: ${names}.`,
    );
  }
  return [[name, value]];
}

function readValue(name: string, text: string): unknown {
  const entry = ENTRIES.get(name);
  const refusal = new Map(Object.entries(entry?.refuses ?? {})).get(text);
  if (refusal !== undefined)
    throw new Problem('bad-image-option', `${name}=${text} is not supported. ${refusal}`);
  const value = entry?.parse(text);
  if (value === undefined) throw invalid(name, text, entry?.expects ?? '');
  return value;
}

function decode(text: string, part: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new Problem('bad-image-option', `The option ${quote(part)} is not validly percent-encoded.`);
  }
}

function invalid(name: string, text: string, expects: string): Problem {
  return new Problem('bad-image-option', `The option ${name} must be ${expects}, not ${quote(text)}.`);
}

function quote(text: string): string {
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text);
}
