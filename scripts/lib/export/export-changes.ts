import { closeSync, openSync, readFileSync, renameSync, writeFileSync, writeSync } from 'node:fs';
import type { WorkerApi } from '../worker-api/worker-api.ts';
import { type Change, readChanges } from './read-changes.ts';
import { readSingleton } from './read-singleton.ts';

/** A collection, as `GET /api` lists it. */
export interface ListedCollection {
  name: string;
  singleton: boolean;
}

/** The changes of a collection that were written to a file. */
interface ExportedChanges {
  name: string;
  changes: number;
  /** The version that they lead to; `null` when the collection does not record changes. */
  version: number | null;
}

/** Writes one line per change of the collections since their versions, and the new versions to another file. */
export async function exportChanges(
  target: WorkerApi,
  collections: readonly ListedCollection[],
  sinceOf: (name: string) => number,
  to: string,
): Promise<ExportedChanges[]> {
  const exported: ExportedChanges[] = [];
  const file = openSync(`${to}.partial`, 'w');
  try {
    for (const { name, singleton } of collections) {
      let changes = 0;
      const read = singleton ? readChangeOfSingleton : readChanges;
      const version = await read(target, name, sinceOf(name), (change) => {
        changes += 1;
        writeSync(file, `${JSON.stringify({ collection: name, ...change })}\n`);
      });
      exported.push({ name, changes, version });
    }
  } finally {
    closeSync(file);
  }
  renameSync(`${to}.partial`, to);
  const versions = exported.flatMap(({ name, version }) => (version === null ? [] : [[name, version]]));
  writeFileSync(`${to}.versions`, `${JSON.stringify(Object.fromEntries(versions))}\n`);
  return exported;
}

/** Reads the change of a singleton: its document is never deleted, so another version is a change. */
async function readChangeOfSingleton(
  target: WorkerApi,
  name: string,
  since: number,
  onChange: (change: Omit<Change, 'id'>) => void,
): Promise<number> {
  const singleton = await readSingleton(target, name);
  if (singleton === null) return 0;
  const { version, text } = singleton;
  if (version !== since) onChange({ version, document: JSON.parse(text) });
  return version;
}

/**
 * The versions that `--since` names: a number, or the file of an earlier export. A collection that the file does not
 * have is read from its beginning.
 *
 * @throws Error for anything else
 */
export function versionsSince(since: string): (name: string) => number {
  if (/^\d+$/.test(since)) return () => Number(since);
  try {
    const versions = JSON.parse(readFileSync(since, 'utf8')) as Record<string, unknown>;
    return (name) => (Object.hasOwn(versions, name) ? Number(versions[name]) : 0);
  } catch {
    throw new Error(
      `--since is ${JSON.stringify(since)}; it must be a version or the .versions file of an export.`,
    );
  }
}
