// The collections for pages: `getLiveCollection()` and `getLiveEntry()` of `astro:content`. docs/pages.md describes them.
import { collections as declared } from './collections.ts';
import { liveCollections } from './platform/live-collections.ts';

export const collections = liveCollections(declared);
