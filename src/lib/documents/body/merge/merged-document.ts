import type { Collection } from '../../schema/collection.ts';
import type { JsonObject } from '../json-object.ts';
import { type ValidDocument, validateDocument } from '../validate-document.ts';
import { mergePatch } from './merge-patch.ts';

/**
 * Merges a patch into a document (RFC 7396), and validates the result like a document from a client. The id stays.
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
