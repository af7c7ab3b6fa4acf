import { z } from 'astro/zod';

/** A schema for an object in the owner's files. It refuses other settings than these. */
export function settings<Shape extends z.core.$ZodLooseShape>(shape: Shape) {
  return z.strictObject(shape, {
    error: (issue) =>
      issue.code === 'unrecognized_keys'
        ? `has no setting ${issue.keys.join(', ')}; allowed: ${Object.keys(shape).join(', ')}`
        : `must be an object with ${Object.keys(shape).join(', ')}`,
  });
}

export function list<Item extends z.ZodType>(item: Item) {
  return z.array(item, 'must be a list in [ ]');
}

export function wholeNumber(min: number, max: number) {
  const rule = `must be a whole number from ${min} to ${max}`;
  return z.int(rule).min(min, rule).max(max, rule);
}

/** One line per mistake in a file of the owner: `src/images.ts: sources[0].host: must be …`. */
export function mistakesIn(file: string, { issues }: z.core.$ZodError): string[] {
  return issues.map(({ path, message }) => mistakeIn(file, z.core.toDotPath(path), message));
}

/** @param setting such as `sources[0].host`; empty for the whole definition */
export function mistakeIn(file: string, setting: string, message: string): string {
  return [file, setting, message].filter((part) => part !== '').join(': ');
}
