import { createHash } from 'node:crypto';
import { problemOf } from '../../worker-api/problem-answer.ts';
import { type Answer, send, type WorkerApi } from '../../worker-api/worker-api.ts';
import type { Outcome } from '../report/outcome.ts';
import { refusalOf } from '../report/refusal.ts';
import type { Batch, Pending } from './batch.ts';
import { isSameDocument } from './same-document.ts';
import { storedDocuments } from './stored-documents.ts';

/** What happens to a document whose id is taken by another one: it is left out, replaces it, or ends the import. */
export type OnConflict = 'skip' | 'replace' | 'fail';

export interface Sending {
  target: WorkerApi;
  onConflict: OnConflict;
  outcome: Outcome;
}

/**
 * Stores the documents of a batch. The API stores all or none, so those that it refuses are set aside, and the rest is
 * sent again.
 *
 * @throws Error when the Worker refuses the token or the request, and for a conflict that ends the import
 */
export async function sendBatch({ collection, documents }: Batch, sending: Sending): Promise<void> {
  const parts = [documents];
  for (let part = parts.pop(); part !== undefined; part = parts.pop()) {
    if (part.length === 0) continue;
    const answer = await post(collection, part, sending);
    if (answer.status === 201) {
      sending.outcome[answer.isReplay ? 'recalled' : 'created'] += part.length;
      continue;
    }
    const bad = indexesOf(answer, part.length);
    if (answer.status === 409 && bad.size > 0) {
      await settleTaken(
        collection,
        part.filter((_, i) => bad.has(i)),
        sending,
      );
      parts.push(...separated(part.filter((_, i) => !bad.has(i))));
    } else if (answer.status === 422 && bad.size > 0) {
      refuse(part, answer, sending.outcome);
      parts.push(part.filter((_, i) => !bad.has(i)));
    } else if (![400, 413, 422].includes(answer.status)) {
      throw new Error(`${collection}: ${problemOf(answer).detail}`);
    } else if (part.length === 1) {
      for (const { place } of part) sending.outcome.refuse({ place, reason: problemOf(answer).detail });
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
): Promise<Answer> {
  const body = `[${documents.map(({ text }) => text).join(',')}]`;
  // Without a key, a repeated request would store documents without an id again, or find its own documents.
  const needsKey = onConflict === 'fail' || documents.some(({ id }) => id === null);
  const headers = needsKey ? { 'idempotency-key': keyOf(collection, documents, body) } : {};
  return send(target, 'POST', `/api/${collection}`, body, headers as Record<string, string>);
}

/**
 * Documents without an id, and those with one, which are sent before. The next run finds the second stored, so their
 * ids are taken and it leaves them out. It sends the first in the same request as this run, and so with the same key.
 */
function separated(documents: readonly Pending[]): Pending[][] {
  return [documents.filter(({ id }) => id === null), documents.filter(({ id }) => id !== null)];
}

/** A key that the same documents at the same place of a file have in every run. */
function keyOf(collection: string, documents: readonly Pending[], body: string): string {
  const hash = createHash('sha256');
  return hash.update(`${collection} ${documents[0]?.index} ${body}`).digest('hex');
}

/** The documents that an answer names. What names none of the request would have the same request sent for ever. */
function indexesOf(answer: Answer, count: number): Set<number> {
  return new Set(problemOf(answer).violations.flatMap(({ index }) => (index < count ? [index] : [])));
}

function refuse(documents: readonly Pending[], answer: Answer, outcome: Outcome): void {
  const reasons = Map.groupBy(problemOf(answer).violations, ({ index }) => index);
  for (const [i, { place }] of documents.entries()) {
    const violations = reasons.get(i);
    if (violations !== undefined) outcome.refuse(refusalOf(place, violations));
  }
}

/** Deals with documents whose ids are taken. One that is stored already is what an earlier run has stored. */
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
  const answer = await send(target, 'PUT', `/api/${collection}/${encodeURIComponent(id ?? '')}`, text);
  if (answer.status === 200) outcome.replaced += 1;
  else outcome.refuse({ place, reason: problemOf(answer).detail });
}
