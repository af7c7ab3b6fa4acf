import { opaqueTag } from '../../../src/lib/http/entity-tag.ts';
import { problemOf } from '../worker-api/problem-body.ts';
import type { WorkerApi } from '../worker-api/worker-api.ts';
import { readUncached } from './read-uncached.ts';

/** The document of a singleton. */
interface Singleton {
  version: number;
  /** The document as JSON. */
  text: string;
}

/**
 * Reads the document of a singleton.
 *
 * @returns `null` without a document
 * @throws Error when the Worker refuses the read
 */
export async function readSingleton(target: WorkerApi, name: string): Promise<Singleton | null> {
  const response = await readUncached(target, `/api/${encodeURIComponent(name)}`);
  if (response.status === 404) return null;
  const text = await response.text();
  if (response.status !== 200) throw new Error(`${name}: ${detailOf(response.status, text)}`);
  return { version: collectionVersion(response), text };
}

/** The version of a collection, with which the entity tag of each read begins; 0 without one. */
export function collectionVersion({ headers }: Response): number {
  return Number.parseInt(opaqueTag(headers.get('etag')) ?? '0', 10);
}

function detailOf(status: number, text: string): string {
  try {
    return problemOf({ status, body: JSON.parse(text) }).detail;
  } catch {
    return problemOf({ status, body: null }).detail;
  }
}
