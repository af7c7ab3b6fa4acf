import type { Plugin } from 'vite';
import { WORKER } from './worker-environment.ts';

/** Tables with texts for the docs and the OpenAPI document, and the members that contain them. */
const DOCUMENTED: Readonly<Record<string, readonly string[]>> = {
  'src/lib/cache/policy.ts': ['title'],
  'src/lib/documents/query/filter/filter-operators.ts': ['meaning', 'example'],
  'src/lib/documents/schema/reserved-names.ts': ['meaning', 'example'],
  'src/lib/http/response/fixed-headers.ts': ['reason'],
  'src/lib/images/options/options.ts': ['description'],
};

/** The part of an ESTree node that is read here. */
interface Node {
  type: string;
  start: number;
  end: number;
  [member: string]: unknown;
}

/** Empties these texts in the Worker, which never reads them. Prerendered pages have them. */
export function withoutDocumentation(): Plugin {
  return {
    name: 'perigee:without-documentation',
    applyToEnvironment: ({ name }) => name === WORKER,
    transform(code, id) {
      const [, members] = Object.entries(DOCUMENTED).find(([file]) => id.endsWith(`/${file}`)) ?? [];
      if (members === undefined) return null;
      const texts = textsOf(this.parse(code) as unknown as Node, members);
      if (texts.length === 0) throw new Error(`${id} has no ${members.join(' or ')}.`);
      // A text has no line break, so the lines of the source map stay correct.
      const emptied = texts
        .toSorted((one, other) => other.start - one.start)
        .reduce((text, { start, end }) => `${text.slice(0, start)}''${text.slice(end)}`, code);
      return { code: emptied, map: null };
    },
  };
}

/** The string literals that are values of the members, at any depth. */
function textsOf(node: unknown, members: readonly string[]): Node[] {
  if (Array.isArray(node)) return node.flatMap((child) => textsOf(child, members));
  if (typeof node !== 'object' || node === null) return [];
  const { type, key, value } = node as Node & { key?: Node; value?: Node };
  if (type === 'Property' && members.includes(String(key?.['name'])) && isText(value)) return [value];
  return Object.values(node).flatMap((child) => textsOf(child, members));
}

function isText(node: Node | undefined): node is Node {
  return node?.type === 'Literal' && typeof node['value'] === 'string';
}
