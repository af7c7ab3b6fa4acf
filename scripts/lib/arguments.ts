import { parseArgs } from 'node:util';

/** An option of a script: its kind, its letter, and its other spelling. */
export interface OptionDefinition {
  type: 'string' | 'boolean';
  short?: string;
  alias?: string;
}

/** The options of a script on a command line, and all other arguments, which go to another program. */
export interface TakenOptions {
  values: Record<string, string | boolean>;
  rest: string[];
}

/**
 * Takes a script's own options out of a command line. As with wrangler, `--flag`, `--flag=false`, `--flag false` and
 * `--no-flag` set a flag, and the last one counts.
 *
 * @throws Error for an option without its value, or a flag that is neither true nor false
 */
export function takeOptions(
  args: readonly string[],
  definitions: Readonly<Record<string, OptionDefinition>>,
): TakenOptions {
  const spellings = Object.entries(definitions).flatMap(([name, { alias, ...definition }]) => [
    [name, definition] as const,
    ...(alias === undefined ? [] : [[alias, { type: definition.type }] as const]),
  ]);
  const { tokens } = parseArgs({
    args: [...args],
    options: Object.fromEntries(spellings),
    strict: false,
    allowNegative: true,
    tokens: true,
  });
  const values: TakenOptions['values'] = {};
  const taken = new Set<number>();
  for (const [i, token] of tokens.entries()) {
    if (token.kind !== 'option') continue;
    const [name, definition] = definitionOf(token.name, definitions);
    if (definition === undefined) continue;
    taken.add(token.index);
    if (definition.type === 'string') {
      if (token.value === undefined) throw new Error(`${token.rawName} needs a value.`);
      if (!token.inlineValue) taken.add(token.index + 1);
      values[name] = token.value.replace(/^=/, '');
      continue;
    }
    const next = tokens[i + 1];
    const isSeparate = token.value === undefined && next?.kind === 'positional' && isBoolean(next.value);
    if (isSeparate) taken.add(next.index);
    values[name] = booleanOf(token.rawName, token.value ?? (isSeparate ? next.value : 'true'));
  }
  return { values, rest: args.filter((_, index) => !taken.has(index)) };
}

function definitionOf(
  spelling: string,
  definitions: Readonly<Record<string, OptionDefinition>>,
): [string, OptionDefinition | undefined] {
  const found = Object.entries(definitions).find(
    ([name, { alias }]) => name === spelling || alias === spelling,
  );
  return found ?? [spelling, undefined];
}

function isBoolean(value: string): boolean {
  return value === 'true' || value === 'false';
}

function booleanOf(option: string, value: string): boolean {
  if (!isBoolean(value)) throw new Error(`${option} is ${JSON.stringify(value)}; it must be true or false.`);
  return value === 'true' && !option.startsWith('--no-');
}

/** The value of an option of type `string`. */
export function textOf({ values }: TakenOptions, name: string): string | undefined {
  const value = values[name];
  return typeof value === 'string' ? value : undefined;
}
