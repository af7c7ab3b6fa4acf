import { validateDocument } from '../../../src/lib/documents/body/validate-document.ts';
import type { Collection } from '../../../src/lib/documents/schema/collection.ts';
import { identifier } from '../../../src/lib/documents/tables/definition/identifiers.ts';
import { findPart, type PresentSchema } from '../../../src/lib/documents/tables/present-schema.ts';
import { Problem } from '../../../src/lib/http/problem/problem.ts';
import type { Target } from '../target.ts';
import { query } from './database.ts';
import { presentSchema } from './sync.ts';

/** Documents that one query reads. */
const ROWS_PER_QUERY = 1_000;

interface RefusedDocument {
  collection: string;
  id: string;
  violations: string;
}

/** The stored documents that the schemas of `src/collections.ts` refuse, in order of insertion. */
export async function* refusedDocuments(target: Target): AsyncGenerator<RefusedDocument> {
  const { collections } = await import('../../../src/collections.ts');
  const present = await presentSchema(target);
  for (const collection of Object.values(collections)) {
    const table = tableWith(collection, present);
    if (table === undefined) continue;
    let last = 0;
    for (;;) {
      const [rows = []] = await query<{ seq: number; body: string }>(target, [
        `SELECT seq, body FROM ${identifier(table)} WHERE seq > ${last} ORDER BY seq LIMIT ${ROWS_PER_QUERY}`,
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

/** The table of a collection. Before `npm run sync` renames it, it has the earlier name. */
function tableWith({ name, renamedFrom }: Collection, present: PresentSchema): string | undefined {
  const names = renamedFrom === null ? [name] : [renamedFrom, name];
  return names.find((one) => findPart(present, 'table', one) !== undefined);
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
