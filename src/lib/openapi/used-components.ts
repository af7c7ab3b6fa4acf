import type { OpenApiDocument } from './openapi.ts';

type Components = OpenApiDocument['components'];

/** Kinds of components that nothing refers to by `$ref`. */
const NAMED_OTHERWISE: readonly string[] = ['securitySchemes'];

const REFERENCE = /"\$ref":"#\/components\/(\w+)\/([^"/]+)/g;

/** The components that the paths refer to, directly or through others. */
export function usedComponents(paths: OpenApiDocument['paths'], components: Components): Components {
  const used = new Set<string>();
  const waiting: unknown[] = [paths];
  for (const value of waiting) {
    for (const [, kind = '', name = ''] of JSON.stringify(value).matchAll(REFERENCE)) {
      if (used.has(`${kind}/${name}`)) continue;
      used.add(`${kind}/${name}`);
      waiting.push(Object.entries(components).find(([one]) => one === kind)?.[1][name]);
    }
  }
  const kept = Object.entries(components).map(([kind, members]) => [
    kind,
    Object.fromEntries(
      Object.entries(members).filter(
        ([name]) => NAMED_OTHERWISE.includes(kind) || used.has(`${kind}/${name}`),
      ),
    ),
  ]);
  return Object.fromEntries(kept) as Components;
}
