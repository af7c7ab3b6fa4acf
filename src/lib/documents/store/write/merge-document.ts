import sql from 'sql-template-tag';
import { byteLength } from '../../../http/bytes.ts';
import type { JsonObject } from '../../body/json-object.ts';
import { independentMembers } from '../../body/merge/independent-members.ts';
import { mergedDocument } from '../../body/merge/merged-document.ts';
import { MAX_DOCUMENT_BYTES } from '../../limits.ts';
import type { Collection } from '../../schema/collection.ts';
import { type Database, runBatch } from '../d1/database.ts';
import { changeDocument } from './change-document.ts';
import { givenColumns } from './column-values.ts';
import { expectWritten, type Precondition, preconditionHolds } from './precondition.ts';
import { selectDocument, updateDocument, type WrittenDocument } from './write-statements.ts';

/**
 * Merges a patch into a document (RFC 7396). The result is validated like a document from a client. The database merges a
 * patch whose members the schema checks independently of the document, so that concurrent writes do not conflict.
 *
 * @throws Problem 422 when the result is not valid; others as `changeDocument`
 */
export async function mergeDocument(
  db: Database,
  collection: Collection,
  id: string,
  patch: JsonObject,
  precondition: Precondition,
): Promise<WrittenDocument> {
  const members = independentMembers(patch, collection);
  const merged = members && (await mergeInPlace(db, collection, id, members, precondition));
  const next = (current: JsonObject) => mergedDocument(current, patch, collection);
  return merged ?? changeDocument(db, collection, id, next, precondition);
}

/**
 * Merges members with one statement. `null` when the document could become too large: D1 accepts no text of more than
 * 2,000,000 bytes (https://developers.cloudflare.com/d1/platform/limits/).
 */
async function mergeInPlace(
  db: Database,
  collection: Collection,
  id: string,
  members: JsonObject,
  precondition: Precondition,
): Promise<WrittenDocument | null> {
  const text = JSON.stringify(members);
  const body = sql`json_patch(d.body, ${text})`;
  const holds = preconditionHolds(precondition);
  const [updated, present] = await runBatch<[WrittenDocument, WrittenDocument & { holds: 0 | 1 }]>(db, [
    updateDocument(
      collection,
      id,
      { body, changed: givenColumns(collection, members) },
      sql`${holds} AND octet_length(d.body) + ${byteLength(text)} <= ${MAX_DOCUMENT_BYTES}`,
    ),
    selectDocument(collection, id, sql`, ${holds} AS holds`),
  ]);
  const [document] = updated.rows;
  if (document !== undefined) return document;
  const [found] = present.rows;
  expectWritten(found?.holds === 1, found, { collection, id, precondition });
  return null;
}
