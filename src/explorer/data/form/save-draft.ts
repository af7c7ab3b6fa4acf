import type { Draft } from '../../request/draft.ts';
import type { JsonObject } from '../json.ts';
import { mergePatch } from './merge-patch.ts';

/** A document as it was read, with its entity tag; `null` where there is none yet. */
export interface Version {
  document: JsonObject;
  etag: string | null;
}

/**
 * The request that stores my document in place of the version that I have read: a PATCH of what differs, or a PUT if it is
 * wanted or no patch says it. `null` where nothing differs.
 */
export function saveDraft(path: string, read: Version, mine: JsonObject, isWhole: boolean): Draft | null {
  if (read.etag === null) return put(path, mine, { 'If-None-Match': '*' });
  const patch = mergePatch(read.document, mine);
  if (patch !== null && Object.keys(patch).length === 0) return null;
  if (patch === null || isWhole) return put(path, mine, { 'If-Match': read.etag });
  return {
    method: 'PATCH',
    path,
    headers: { 'Content-Type': 'application/merge-patch+json', 'If-Match': read.etag },
    body: JSON.stringify(patch),
  };
}

function put(path: string, document: JsonObject, condition: Record<string, string>): Draft {
  return {
    method: 'PUT',
    path,
    headers: { 'Content-Type': 'application/json', ...condition },
    body: JSON.stringify(document),
  };
}
