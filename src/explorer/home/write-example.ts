import { type Api, examplesOf } from '../../lib/openapi/api.ts';

/**
 * The command that creates a document of the first collection, with the members of its first document; `{origin}` stands
 * for the origin. `null` without a collection that takes new documents.
 */
export function writeExample(api: Api): string | null {
  const collection = Object.values(api.collections).find(({ isSingleton }) => !isSingleton);
  if (collection === undefined) return null;
  const [first] = examplesOf(api, collection);
  const { id: _, ...members } = first ?? {};
  const body = first === undefined ? '@document.json' : shellQuoted(JSON.stringify(members));
  return [
    `curl {origin}/api/${collection.name} \\`,
    `  --header "Authorization: Bearer $PERIGEE_TOKEN" \\`,
    `  --json ${body}`,
  ].join('\n');
}

function shellQuoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
