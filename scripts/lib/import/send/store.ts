import type { Collections } from '../../../../src/lib/documents/schema/collection.ts';
import { findCollection } from '../../../../src/lib/documents/schema/find-collection.ts';
import type { SourceDocument, SourceSingleton } from '../read/entry.ts';
import { type Batch, fits, pendingOf } from './batch.ts';
import { whyInvalid, whyUnstorable } from './check-document.ts';
import { type Sending, sendBatch } from './send-batch.ts';
import { sendSingleton } from './send-singleton.ts';

/** Stores the documents of an import. */
export interface Store {
  add(document: SourceDocument): Promise<void>;
  /** Stores the document of a singleton. */
  put(singleton: SourceSingleton): Promise<void>;
  /** Stores what has been added. */
  flush(): Promise<void>;
}

/** Sends documents to a Worker, as many per request as it accepts. */
export function remoteStore(sending: Sending): Store {
  let batch: Batch | null = null;
  const flush = async () => {
    const full = batch;
    batch = null;
    if (full !== null) await sendBatch(full, sending);
  };
  return {
    flush,
    put: (singleton) => sendSingleton(singleton, sending),
    add: async (document) => {
      const refusal = whyUnstorable(document);
      if (refusal !== null) return sending.outcome.refuse(refusal);
      const pending = pendingOf(document);
      if (batch !== null && (batch.collection !== document.collection || !fits(batch, pending)))
        await flush();
      batch ??= { collection: document.collection, documents: [], bytes: 0 };
      batch.documents.push(pending);
      batch.bytes += pending.bytes;
    },
  };
}

/** Checks documents with the definitions of this project, and stores nothing. */
export function dryStore({ outcome }: Pick<Sending, 'outcome'>, collections: Collections): Store {
  const check = (name: string, document: Pick<SourceDocument, 'value' | 'place'>) => {
    const collection = findCollection(collections, name);
    const refusal = collection === null ? null : whyInvalid(document, collection, collections);
    if (refusal === null) outcome.created += 1;
    else outcome.refuse(refusal);
  };
  return {
    flush: async () => {},
    put: async (singleton) => check(singleton.name, singleton),
    add: async (document) => check(document.collection, document),
  };
}
