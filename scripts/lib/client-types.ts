import openapiTS, { astToString, type OpenAPI3 } from 'openapi-typescript';
import { collections } from '../../src/collections.ts';
import type { Collection } from '../../src/lib/documents/schema/collection.ts';
import { openApiDocument } from '../../src/lib/openapi/openapi-document.ts';

/**
 * TypeScript types for a client: `paths` for `openapi-fetch`, and `Collections` with the forms of each document. They
 * include private collections, which `/openapi.json` leaves out.
 */
export async function clientTypes(): Promise<string> {
  const document = openApiDocument({ version: '', collections, firstDocuments: {}, presets: [], pages: [] });
  const types = astToString(await openapiTS(document as unknown as OpenAPI3));
  const members = Object.values<Collection>(collections).map(membersOf);
  return `// Written by \`npm run types\` of Perigee.
${types}
/** The documents of each collection: as they are read, created and patched. */
export interface Collections {
${members.join('\n')}
}
`;
}

function membersOf({ name }: Collection): string {
  const form = (suffix: string) => `components["schemas"][${JSON.stringify(name + suffix)}]`;
  return `  ${JSON.stringify(name)}: { document: ${form('')}; new: ${form('.new')}; patch: ${form('.patch')} };`;
}
