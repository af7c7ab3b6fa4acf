import { createHash } from 'node:crypto';
import { problemOf } from '../../worker-api/problem-body.ts';
import { type ApiResponse, send, type WorkerApi } from '../../worker-api/worker-api.ts';
import type { Outcome } from '../report/outcome.ts';
import { refusalOf } from '../report/refusal.ts';
import type { Batch, Pending } from './batch.ts';
import { isSameDocument } from './same-document.ts';
import { storedDocuments } from './stored-documents.ts';

/** What happens to a document whose id is taken: it is skipped, it replaces the other document, or the import ends. */
export type OnConflict = 'skip' | 'replace' | 'fail';

export interface Sending {
  target: WorkerApi;
  onConflict: OnConflict;
  outcome: Outcome;
}

/**
 * Stores the documents of a batch. The API stores all or none, so refused documents are reported and the rest is sent
 * again.
 *
 * @throws Error when the Worker refuses the token or the request, and for a conflict that ends the import
 */
export async function sendBatch({ collection, documents }: Batch, sending: Sending): Promise<void> {
  const parts = [documents];
  for (let part = parts.pop(); part !== undefined; part = parts.pop()) {
    if (part.length === 0) continue;
    const response = await post(collection, part, sending);
    if (response.status === 201) {
      sending.outcome[response.isReplay ? 'recalled' : 'created'] += part.length;
      continue;
    }
    const bad = indexesOf(response, part.length);
    if (response.status === 409 && bad.size > 0) {
      await settleTaken(
        collection,
        part.filter((_, i) => bad.has(i)),
        sending,
      );
      parts.push(...separated(part.filter((_, i) => !bad.has(i))));
    } else if (response.status === 422 && bad.size > 0) {
      refuse(part, response, sending.outcome);
      parts.push(part.filter((_, i) => !bad.has(i)));
    } else if (![400, 413, 422].includes(response.status)) {
      throw new Error(`${collection}: ${problemOf(response).detail}`);
    } else if (part.length === 1) {
      for (const { place } of part) sending.outcome.refuse({ place, reason: problemOf(response).detail });
    } else {
      const middle = Math.ceil(part.length / 2);
      parts.push(part.slice(middle), part.slice(0, middle));
    }
  }
}

function post(
  collection: string,
  documents: readonly Pending[],
  { target, onConflict }: Sending,
): Promise<ApiResponse> {
  const body = `[${documents.map(({ text }) => text).join(',')}]`;
  // Without a key, a repeated request would store documents without an id again, or find its own documents.
  const needsKey = onConflict === 'fail' || documents.some(({ id }) => id === null);
  const headers = needsKey ? { 'idempotency-key': keyOf(collection, documents, body) } : {};
  return send(target, 'POST', `/api/${collection}`, body, headers as Record<string, string>);
}

/**
 * Separates documents without an id from those with one, which are sent first. In the next run the ids of the latter are
 * taken, so it drops them. It then sends the former in the same request as this run, and so with the same key.
 */
function separated(documents: readonly Pending[]): Pending[][] {
  return [documents.filter(({ id }) => id === null), documents.filter(({ id }) => id !== null)];
}

/** An `Idempotency-Key` that depends on the documents and their place in the file, and so is the same in every run. */
function keyOf(collection: string, documents: readonly Pending[], body: string): string {
  const hash = createHash('sha256');
  return hash.update(`${collection} ${documents[0]?.index} ${body}`).digest('hex');
}

/** The documents that a response names. Other indexes are ignored: the same request would be repeated forever. */
function indexesOf(response: ApiResponse, count: number): Set<number> {
  return new Set(problemOf(response).violations.flatMap(({ index }) => (index < count ? [index] : [])));
}

function refuse(documents: readonly Pending[], response: ApiResponse, outcome: Outcome): void {
  const reasons = Map.groupBy(problemOf(response).violations, ({ index }) => index);
  for (const [i, { place }] of documents.entries()) {
    const violations = reasons.get(i);
    if (violations !== undefined) outcome.refuse(refusalOf(place, violations));
  }
}

/** Settles documents whose ids are taken. A document that is already stored comes from an earlier run. */
async function settleTaken(collection: string, taken: readonly Pending[], sending: Sending): Promise<void> {
  const ids = taken.map(({ id }) => id ?? '');
  const stored = await storedDocuments(sending.target, collection, ids);
  for (const document of taken) {
    if (isSameDocument(JSON.parse(document.text), stored.get(document.id ?? ''))) {
      sending.outcome.unchanged += 1;
    } else {
      await settleConflict(collection, document, sending);
    }
  }
}

async function settleConflict(
  collection: string,
  { id, place, text }: Pending,
  { target, onConflict, outcome }: Sending,
): Promise<void> {
  const conflict = `The id ${id} is taken in ${collection} by a document that differs`;
  if (onConflict === 'fail') throw new Error(`${place}: ${conflict}. The import has stopped.`);
  if (onConflict === 'skip') return outcome.skip({ place, reason: `${conflict}, which stays as it is` });
  const response = await send(target, 'PUT', `/api/${collection}/${encodeURIComponent(id ?? '')}`, text);
  if (response.status === 200) outcome.replaced += 1;
  else outcome.refuse({ place, reason: problemOf(response).detail });
}
