import { problemOf } from '../worker-api/problem-body.ts';
import type { WorkerApi } from '../worker-api/worker-api.ts';
import { readUncached } from './read-uncached.ts';

/** A change of a document, as `/api/{collection}/changes` has it. */
export interface Change {
  version: number;
  id: string | number;
  document?: unknown;
  deleted?: true;
}

interface ChangesPage {
  version: number;
  changes: Change[];
  more: boolean;
}

/**
 * Reads the changes of a collection since a version, page by page.
 *
 * @returns the version that all changes lead to, or `null` when the collection does not record changes
 */
export async function readChanges(
  target: WorkerApi,
  name: string,
  since: number,
  onChange: (change: Change) => void | Promise<void>,
): Promise<number | null> {
  for (let version = since; ; ) {
    const response = await readUncached(target, `/api/${encodeURIComponent(name)}/changes?_since=${version}`);
    const body: unknown = await response.json();
    if (response.status !== 200) {
      const { code, detail } = problemOf({ status: response.status, body });
      if (code === 'changes-not-recorded') return null;
      throw new Error(`${name}: ${detail}`);
    }
    const page = body as ChangesPage;
    for (const change of page.changes) await onChange(change);
    version = page.version;
    if (!page.more) return version;
  }
}
