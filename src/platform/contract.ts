import manifest from '../../package.json';
import * as owner from '../collections.ts';
import { images } from '../images.ts';
import { ANONYMOUS } from '../lib/auth/caller.ts';
import { visibleTo } from '../lib/documents/visible-collections.ts';
import type { Api, Document } from '../lib/openapi/api.ts';
import { openApiDocument } from '../lib/openapi/openapi-document.ts';

/** The API with all collections. Only prerendered pages use it: the Worker does not contain `lib/openapi`. */
const whole: Api = {
  version: manifest.version,
  collections: owner.collections,
  firstDocuments: firstDocuments(),
  presets: Object.keys(images.presets),
  pages: pages(),
};

/** The part of the API that everyone may see. */
export const contract: Api = { ...whole, collections: visibleTo(ANONYMOUS, whole.collections) };

export const CONTRACTS = ['public', 'whole'] as const;

/** The OpenAPI document of what everyone may see, or of all collections, as JSON. */
export function contractText(name: (typeof CONTRACTS)[number]): string {
  return JSON.stringify(openApiDocument(name === 'public' ? contract : whole));
}

/** The first documents, where the owner names a JSON file of `src/`. */
function firstDocuments(): Api['firstDocuments'] {
  const { firstDocuments: file = '' } = owner as { collections: unknown; firstDocuments?: string };
  const files = import.meta.glob<Record<string, Document | Document[]>>('../*.json', {
    eager: true,
    import: 'default',
  });
  const found = Object.entries(files[file.replace(/^src\//, '../')] ?? {});
  return Object.fromEntries(found.map(([name, documents]) => [name, [documents].flat()]));
}

function pages(): string[] {
  // Vite replaces this with the names of the files.
  const files = Object.keys(import.meta.glob('../pages/*.astro'));
  const names = files.map((file) => file.slice(file.lastIndexOf('/') + 1, -'.astro'.length));
  return names.filter((name) => /^[a-z-]+$/.test(name)).map((name) => (name === 'index' ? '/' : `/${name}`));
}
