import { problemOf } from '../worker-api/problem-answer.ts';
import type { WorkerApi } from '../worker-api/worker-api.ts';
import { openRead } from './open-read.ts';

/** The document of a singleton. */
export interface Singleton {
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
  const response = await openRead(target, `/api/${encodeURIComponent(name)}`);
  if (response.status === 404) return null;
  const text = await response.text();
  if (response.status !== 200) throw new Error(`${name}: ${detailOf(response.status, text)}`);
  return { version: Number.parseInt(response.headers.get('etag')?.replace(/^(W\/)?"/, '') ?? '0', 10), text };
}

function detailOf(status: number, text: string): string {
  try {
    return problemOf({ status, body: JSON.parse(text) }).detail;
  } catch {
    return problemOf({ status, body: null }).detail;
  }
}
