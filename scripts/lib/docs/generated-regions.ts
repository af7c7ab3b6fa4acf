/** Makes the content of a region. */
export type Generators = Readonly<Record<string, () => string>>;

const REGION = /(<!-- generated:([\w-]+) -->)([\s\S]*?)(<!-- \/generated -->)/g;
const START = /<!-- generated:/g;

/** Returns the generators whose region is in none of the texts. */
export function missingRegions(texts: readonly string[], generators: Generators): string[] {
  const present = new Set(texts.flatMap((text) => Array.from(text.matchAll(REGION), ([, , name]) => name)));
  return Object.keys(generators).filter((name) => !present.has(name));
}

/**
 * Fills every region `<!-- generated:NAME -->…<!-- /generated -->` of a Markdown text.
 *
 * @throws Error for a region that has no end or that no generator makes
 */
export function fillRegions(markdown: string, generators: Generators): string {
  let regions = 0;
  const filled = markdown.replaceAll(REGION, (_, start: string, name: string, _old: string, end: string) => {
    regions += 1;
    const generate = Object.hasOwn(generators, name) ? generators[name] : undefined;
    if (generate === undefined) {
      throw new Error(`No table is called "${name}"; allowed: ${Object.keys(generators).join(', ')}.`);
    }
    return `${start}\n${generate()}\n${end}`;
  });
  const starts = markdown.match(START)?.length ?? 0;
  if (starts !== regions) throw new Error('A generated region has no <!-- /generated -->.');
  return filled;
}
