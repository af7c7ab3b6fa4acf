/** Kinds of components that are not referred to by `$ref`. */
const WITHOUT_REF: readonly string[] = ['securitySchemes'];

const REFERENCE = /"\$ref":"#\/components\/(\w+)\/([^"/]+)/g;

/** The components that the paths of an OpenAPI document refer to, directly or through others. */
export function usedComponents<All extends object>(paths: object, components: All): All {
  const kinds: [string, Readonly<Record<string, unknown>>][] = Object.entries(components);
  const known = new Map(kinds);
  const used = new Set<string>();
  const waiting: unknown[] = [paths];
  for (const value of waiting) {
    for (const [, kind = '', name = ''] of (JSON.stringify(value) ?? '').matchAll(REFERENCE)) {
      if (used.has(`${kind}/${name}`)) continue;
      used.add(`${kind}/${name}`);
      waiting.push(known.get(kind)?.[name]);
    }
  }
  const isUsed = (kind: string, name: string) => WITHOUT_REF.includes(kind) || used.has(`${kind}/${name}`);
  return Object.fromEntries(
    kinds.map(([kind, members]) => [
      kind,
      Object.fromEntries(Object.entries(members).filter(([name]) => isUsed(kind, name))),
    ]),
  ) as All;
}
