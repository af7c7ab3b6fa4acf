import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Collections } from '../../../src/lib/documents/schema/collection.ts';

const require = createRequire(import.meta.url);

/** The imports of `src/collections.ts`, and their absolute files. */
const IMPORTS: Readonly<Record<string, string>> = {
  'astro/zod': require.resolve('astro/zod'),
  './lib/documents/schema/collection.ts': resolve(
    import.meta.dirname,
    '../../../src/lib/documents/schema/collection.ts',
  ),
};

/**
 * Loads the text of a `src/collections.ts` that is not written yet, with the checks of the build.
 *
 * @throws Error with which the build would stop
 */
export async function loadDefinitions(source: string): Promise<Collections> {
  const folder = mkdtempSync(join(tmpdir(), 'perigee-'));
  try {
    const file = join(folder, 'collections.ts');
    writeFileSync(file, withImports(source));
    const { collections } = (await import(pathToFileURL(file).href)) as { collections: Collections };
    return collections;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function withImports(source: string): string {
  return source.replaceAll(/(?<=^import .* from )'([^']+)'(?=;$)/gm, (quoted, name: string) => {
    const file = IMPORTS[name];
    return file === undefined ? quoted : JSON.stringify(pathToFileURL(file).href);
  });
}
