import { problemOf } from '../../worker-api/problem-body.ts';
import { send } from '../../worker-api/worker-api.ts';
import type { SourceSingleton } from '../read/entry.ts';
import { whyUnstorable } from './check-document.ts';
import { isSameDocument } from './same-document.ts';
import type { Sending } from './send-batch.ts';

/** Stores the document of a singleton, unless it is stored already. */
export async function sendSingleton(
  singleton: SourceSingleton,
  { target, onConflict, outcome }: Sending,
): Promise<void> {
  const { name, value, place } = singleton;
  const refusal = whyUnstorable(singleton);
  if (refusal !== null) return outcome.refuse(refusal);
  const path = `/api/${encodeURIComponent(name)}`;
  const stored = await send(target, 'GET', path);
  if (stored.status === 200) {
    if (isSameDocument(value, stored.body)) {
      outcome.unchanged += 1;
      return;
    }
    const conflict = `${name} has a document that differs`;
    if (onConflict === 'fail') throw new Error(`${place}: ${conflict}. The import has stopped.`);
    if (onConflict === 'skip') return outcome.skip({ place, reason: `${conflict}, which stays as it is` });
  }
  const response = await send(target, 'PUT', path, JSON.stringify(value));
  if (response.status === 201) outcome.created += 1;
  else if (response.status === 200) outcome.replaced += 1;
  else outcome.refuse({ place, reason: problemOf(response).detail });
}
