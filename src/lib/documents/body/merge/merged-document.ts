import type { Collection } from '../../schema/collection.ts';
import type { JsonObject } from '../json-object.ts';
import { type ValidDocument, validateDocument } from '../validate.ts';
import { mergePatch } from './merge-patch.ts';

/**
 * A document after a merge patch (RFC 7396), validated like a document that a client sent. Its id stays.
 *
 * @throws Problem 422 or 413 when the result is not valid
 */
export function mergedDocument(
  current: JsonObject,
  patch: JsonObject,
  collection: Collection,
): ValidDocument {
  return validateDocument({ ...(mergePatch(current, patch) as JsonObject), id: undefined }, collection);
}
