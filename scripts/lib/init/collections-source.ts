import type { CollectionPlan, Plan } from './plan.ts';
import { hasNumbersAsText, NUMBER_SOURCE, objectSource } from './schema-source.ts';

/** The file that defines what is served. */
export const COLLECTIONS_FILE = 'src/collections.ts';

/**
 * The text of `src/collections.ts` for a plan, not formatted.
 *
 * @param from the name of the file that the plan comes from
 */
export function collectionsSource({ collections, leftOut }: Plan, from: string): string {
  const entries = collections.map(entrySource);
  const needsNumber = collections.some(({ fields }) => [...fields.values()].some(hasNumbersAsText));
  const source = [
    '// WHAT is served: each entry is a collection with its own REST API under /api. docs/api.md describes the settings.',
    `// \`npm run init\` has inferred it from ${lineOf(from)}: make it as strict as your documents should be.`,
    "import { z } from 'astro/zod';",
    "import { defineCollections } from './lib/documents/schema/collection.ts';",
    '',
    ...(needsNumber ? [NUMBER_SOURCE, ''] : []),
    'export const collections = defineCollections({',
    ...entries,
    ...leftOut.flatMap(({ name, reason }) => [`// Left out: ${lineOf(name)}. ${reason}`]),
    '});',
    '',
  ];
  return source.join('\n');
}

function entrySource({
  name,
  isSingleton,
  fields,
  unnamed,
  indexes,
  singular,
  relations,
  documents,
}: CollectionPlan): string {
  const declared = relations
    .filter(({ isConventional }) => !isConventional)
    .map(({ as, collection, key }) => {
      return `${JSON.stringify(as)}: { collection: ${JSON.stringify(collection)}, key: ${JSON.stringify(key)} }`;
    });
  const settings = [
    `schema: ${objectSource(fields, documents)}`,
    ...(isSingleton ? ['singleton: true'] : []),
    ...(indexes.length > 0 ? [`indexes: ${JSON.stringify(indexes)}`] : []),
    ...(singular === null ? [] : [`singular: ${JSON.stringify(singular)}`]),
    ...(declared.length > 0 ? [`relations: {\n${declared.join(',\n')},\n}`] : []),
  ];
  return [...commentsOf(unnamed), `${JSON.stringify(name)}: {\n${settings.join(',\n')},\n},`].join('\n');
}

function commentsOf(unnamed: readonly string[]): string[] {
  if (unnamed.length === 0) return [];
  const some = unnamed.slice(0, 5).map((name) => lineOf(JSON.stringify(name)));
  const more = unnamed.length > some.length ? ` and ${unnamed.length - some.length} more` : '';
  return [`// Stored, but not in the schema, which cannot name them: ${some.join(', ')}${more}.`];
}

/** A text of the file within a line of a comment. */
function lineOf(text: string): string {
  return text.replaceAll(/[\n\r\u2028\u2029]/g, ' ').slice(0, 80);
}
