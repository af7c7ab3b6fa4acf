import { isDeepStrictEqual } from 'node:util';
import type { Plugin } from 'vite';
import type { Site } from '../../../src/lib/definition/define-site.ts';
import type { Collections } from '../../../src/lib/documents/schema/collection.ts';
import type { ImagesConfig } from '../../../src/lib/images/config/images-config.ts';
import { WORKER } from './worker-environment.ts';

/** The owner's definitions, checked and completed. */
interface Checked {
  collections: Collections;
  images: ImagesConfig;
  site: Site;
}

/**
 * Replaces the functions that check the owner's definitions with their results. The Worker then neither contains the
 * checks nor runs them at start-up. The schemas are code, and stay in `src/collections.ts`.
 */
export function checkedAtBuild({ collections, images, site }: Checked): Plugin {
  const withoutSchema = Object.entries(collections).map(([name, { schema: _, ...data }]) => [name, data]);
  const modules = new Map([
    [
      'documents/schema/collection',
      `const checked = ${asJson(Object.fromEntries(withoutSchema))};
       export const defineCollections = (definitions) => Object.freeze(Object.fromEntries(
         Object.entries(checked).map(([name, data]) => [name, { ...data, schema: definitions[name].schema }]),
       ));`,
    ],
    ['images/define-images', `export const defineImages = () => (${asJson(images)});`],
    ['definition/define-site', `export const defineSite = () => (${asJson(site)});`],
  ]);
  return {
    name: 'perigee:checked-at-build',
    apply: 'build',
    applyToEnvironment: ({ name }) => name === WORKER,
    load(id) {
      return modules.get(/\/src\/lib\/(.+)\.ts$/.exec(id)?.[1] ?? '') ?? null;
    },
  };
}

/** @throws Error for a value that JSON would change, so that the Worker would differ from the build */
function asJson(value: object): string {
  const json = JSON.stringify(value);
  if (isDeepStrictEqual(JSON.parse(json), value)) return json;
  throw new Error(`A checked definition must be JSON, except for its schemas: ${json}`);
}
