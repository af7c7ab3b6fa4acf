import type { Plugin } from 'vite';
import { WORKER } from './worker-environment.ts';

const IMPORT = 'return await importComponentInstance();';

/** Only the module itself is kept: a request must not wait for a promise of another one. */
const IMPORT_ONCE = `
  const imported = importedRoutes.get(importComponentInstance) ?? await importComponentInstance();
  importedRoutes.set(importComponentInstance, imported);
  return imported;`;

/**
 * Keeps the module of a route. Astro imports it with every request, and the runtime gives up its lock for an import, also
 * for that of a module that it has. An update of Astro that changes the line stops the build.
 */
export function routesImportedOnce(): Plugin {
  return {
    name: 'perigee:routes-imported-once',
    apply: 'build',
    applyToEnvironment: ({ name }) => name === WORKER,
    transform: {
      filter: { id: /\/node_modules\/astro\/dist\/core\/environment\/production\.js/ },
      handler(source) {
        if (!source.includes(IMPORT))
          this.error('Astro imports routes in another way: see scripts/lib/build.');
        return {
          code: `const importedRoutes = new WeakMap();\n${source.replace(IMPORT, IMPORT_ONCE)}`,
          map: null,
        };
      },
    },
  };
}
