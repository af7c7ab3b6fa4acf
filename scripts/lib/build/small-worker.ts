import { basename } from 'node:path';
import type { Plugin, Rolldown } from 'vite';
import { WORKER } from './worker-environment.ts';

/**
 * The adapter imports Astro's image code for its prerenderer, and Astro its table of routes for the development server: the
 * Worker uses neither, and finds its routes in the manifest. Without side effects, the bundler drops them.
 */
const DROPPED = {
  test: /\/astro\/(dist\/assets|components)\/|astro:assets|virtual:astro:routes/,
  sideEffects: false,
};

/** Every route imports most of these, so a chunk per module would only add imports and exports. */
const SHARED = { name: 'protocol', test: /\/src\/lib\/(http|(auth|cache)\/[^/]+$)/ };

/**
 * Makes the modules of the Worker small. Astro sets `minify: false` for every server environment, and that outranks
 * `vite.build.minify`. The adapter uploads source maps, which keep the stacks of errors readable.
 */
export function smallWorker(): Plugin {
  const rolldownOptions = {
    treeshake: { moduleSideEffects: [DROPPED] },
    output: { codeSplitting: { groups: [SHARED] } },
  };
  return {
    name: 'perigee:small-worker',
    applyToEnvironment: ({ name }) => name === WORKER,
    configEnvironment: (name) => (name === WORKER ? { build: { minify: true, rolldownOptions } } : undefined),
    generateBundle: (_, bundle) => dropDeadChunks(bundle),
  };
}

/** A dynamic import of another chunk, as the minifier writes it. */
const DYNAMIC_IMPORT = /import\(["'`][^"'`]*?([^"'`/]+)["'`]\)/g;

/** Drops the chunks of dynamic imports that the bundler has proved dead. It removes only the imports. */
function dropDeadChunks(bundle: Rolldown.OutputBundle): void {
  const chunks = Object.values(bundle).filter((file) => file.type === 'chunk');
  const imported = new Set(
    chunks.flatMap(({ code }) => Array.from(code.matchAll(DYNAMIC_IMPORT), ([, file]) => file)),
  );
  for (const { fileName, isDynamicEntry } of chunks) {
    if (isDynamicEntry && !imported.has(basename(fileName))) delete bundle[fileName];
  }
}
