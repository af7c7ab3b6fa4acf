import { writeFileSync } from 'node:fs';
import { problemOf } from '../worker-api/problem-body.ts';
import type { WorkerApi } from '../worker-api/worker-api.ts';
import { applyChanges, saveStream } from './ndjson-file.ts';
import { type Change, readChanges } from './read-changes.ts';
import { collectionVersion, readSingleton } from './read-singleton.ts';
import { readUncached } from './read-uncached.ts';

/** A collection in a file: NDJSON of a list, or the JSON of a singleton. */
export interface SavedCollection {
  name: string;
  path: string;
  isSingleton: boolean;
  documents: number;
  /** The version that the file shows. If `to` differs, the file contains some changes that were made between them. */
  from: number;
  to: number;
}

/** The most reads of a collection that is written meanwhile and does not record changes. */
const MAX_READS = 3;

/**
 * Saves a collection as of one version. If it is written meanwhile, the recorded changes are applied. Without recorded
 * changes, it is read again.
 *
 * @returns `null` for a singleton without a document
 * @throws Error when the Worker refuses a read, or its streams fail
 */
export async function readCollection(
  target: WorkerApi,
  name: string,
  path: string,
): Promise<SavedCollection | null> {
  const url = `/api/${encodeURIComponent(name)}`;
  for (let read = 1; ; read += 1) {
    const response = await readUncached(target, `${url}?_format=ndjson`);
    if (response.status !== 200) return saveSingleton(target, name, path, await problemIn(response));
    const from = Number(response.headers.get('x-collection-version'));
    const saved = await saveStream(response, path);
    const { version, total } = await presentState(target, name);
    const isLast = read === MAX_READS;
    if (saved !== null && version === from && saved === total) {
      return { name, path, isSingleton: false, documents: saved, from, to: from };
    }
    if (saved !== null && version !== from) {
      const changed = await catchUp(target, name, path, from);
      if (changed !== null) return { name, path, isSingleton: false, ...changed };
      if (isLast) return { name, path, isSingleton: false, documents: saved, from, to: version };
    }
    if (isLast) throw new Error(`${name}: the stream of its documents ended early ${read} times.`);
  }
}

/** The version of a collection now, and the number of its documents. */
async function presentState(target: WorkerApi, name: string): Promise<{ version: number; total: number }> {
  const response = await readUncached(target, `/api/${encodeURIComponent(name)}?_limit=1&_fields=id`);
  await response.arrayBuffer();
  return {
    version: collectionVersion(response),
    total: Number(response.headers.get('x-total-count')),
  };
}

async function catchUp(
  target: WorkerApi,
  name: string,
  path: string,
  since: number,
): Promise<{ documents: number; from: number; to: number } | null> {
  const last = new Map<string, Change>();
  const version = await readChanges(target, name, since, (change) => {
    last.set(String(change.id), change);
  });
  if (version === null) return null;
  return { documents: await applyChanges(path, last), from: version, to: version };
}

/** @param problem the response to a request for a list, which a singleton refuses */
async function saveSingleton(
  target: WorkerApi,
  name: string,
  path: string,
  problem: { code: string; detail: string },
): Promise<SavedCollection | null> {
  if (problem.code !== 'bad-parameter') throw new Error(`${name}: ${problem.detail}`);
  const singleton = await readSingleton(target, name);
  if (singleton === null) return null;
  const { version, text } = singleton;
  writeFileSync(path, text);
  return { name, path, isSingleton: true, documents: 1, from: version, to: version };
}

async function problemIn(response: Response): Promise<{ code: string; detail: string }> {
  const body: unknown = await response.json().catch(() => null);
  return problemOf({ status: response.status, body });
}
