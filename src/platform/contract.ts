import manifest from '../../package.json';
import * as owner from '../collections.ts';
import { images } from '../images.ts';
import { ANONYMOUS } from '../lib/auth/caller.ts';
import { visibleTo } from '../lib/documents/visible-collections.ts';
import type { Api, Document } from '../lib/openapi/api.ts';

/** What everyone may see of the API. Only prerendered pages use it: the Worker has no code that describes it. */
export const contract: Api = {
  version: manifest.version,
  collections: visibleTo(ANONYMOUS, owner.collections),
  firstDocuments: firstDocuments(),
  presets: Object.keys(images.presets),
};

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
