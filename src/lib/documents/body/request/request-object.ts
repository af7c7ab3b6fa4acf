import { ONE_DOCUMENT, readBodyText } from '../../../http/request/body-text.ts';
import { relationsOf } from '../../query/relations.ts';
import type { Collection, Collections } from '../../schema/collection.ts';
import { type JsonObject, parseObject } from '../json-object.ts';
import { withoutRelated } from '../related-members.ts';
import { invalidDocument } from '../violations.ts';
import { parseForm } from './form-object.ts';

/**
 * Reads the object of a JSON or form body, without related documents that a read has added.
 *
 * @returns also the text of the body
 * @throws Problem 400, 413, 415 or 422
 */
export async function readObject(
  request: Request,
  collection: Collection,
  collections: Collections,
): Promise<{ object: JsonObject; text: string }> {
  const { format, text } = await readBodyText(request, ONE_DOCUMENT);
  return { object: parseDocument(format, text, collection, collections), text };
}

/**
 * Parses the text of a JSON or form body, without related documents that a read has added.
 *
 * @throws Problem 400 or 422
 */
export function parseDocument(
  format: 'json' | 'form',
  text: string,
  collection: Collection,
  collections: Collections,
): JsonObject {
  const sent = format === 'form' ? parseForm(text, collection.jsonSchema) : parseObject(text);
  if (collection.isSingleton) refuseId(sent, collection);
  return withoutRelated(sent, collection, relationsOf(collection, collections));
}

/** Refuses an id, which would be lost silently. Writes of other documents ignore it, because their URL has it. */
function refuseId(object: JsonObject, { name }: Collection): void {
  if (!Object.hasOwn(object, 'id')) return;
  throw invalidDocument([{ pointer: '/id', message: `${name} is one document, which has no id` }]);
}
