import type { Collection } from '../../schema/collection.ts';
import type { JsonObject } from '../json-object.ts';
import type { ValidDocument } from '../validate-document.ts';
import { independentMembers } from './independent-members.ts';
import { mergedDocument } from './merged-document.ts';

/** A JSON Merge Patch for documents of one collection, in the two ways in which the store can apply it. */
export interface DocumentMerge {
  /** For the database: the members that the schema checks independently of the document, or `null`. */
  members: JsonObject | null;
  /**
   * For any patch: the result for one document.
   *
   * @throws Problem 422 or 413 when the result is not valid
   */
  next: (current: JsonObject) => ValidDocument;
}

export function documentMerge(patch: JsonObject, collection: Collection): DocumentMerge {
  return {
    members: independentMembers(patch, collection),
    next: (current) => mergedDocument(current, patch, collection),
  };
}
