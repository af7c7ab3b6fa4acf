import { validateDocument } from '../../src/lib/documents/body/validate.ts';
import { identifier } from '../../src/lib/documents/tables/names.ts';
import { Problem } from '../../src/lib/http/problem.ts';
import { type DatabaseLocation, query } from './database.ts';

/** Documents that are read at once. */
const CHUNK = 1_000;

export interface RefusedDocument {
  collection: string;
  id: string;
  violations: string;
}

/** The stored documents that the schemas of `src/collections.ts` refuse, in order of insertion. */
export async function* refusedDocuments(location: DatabaseLocation): AsyncGenerator<RefusedDocument> {
  const { collections } = await import('../../src/collections.ts');
  for (const collection of Object.values(collections)) {
    let last = 0;
    for (;;) {
      const [rows = []] = await query<{ seq: number; body: string }>(location, [
        `SELECT seq, body FROM ${identifier(collection.name)} WHERE seq > ${last} ORDER BY seq LIMIT ${CHUNK}`,
      ]);
      for (const { body } of rows) {
        const document = JSON.parse(body);
        const violations = violationsOf(() => validateDocument(document, collection));
        if (violations !== null) yield { collection: collection.name, id: String(document.id), violations };
      }
      const end = rows.at(-1);
      if (end === undefined) break;
      last = end.seq;
    }
  }
}

function violationsOf(validate: () => unknown): string | null {
  try {
    validate();
    return null;
  } catch (error) {
    if (error instanceof Problem) return error.message;
    throw error;
  }
}
