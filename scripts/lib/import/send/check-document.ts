import { checkStorable } from '../../../../src/lib/documents/body/json-object.ts';
import { validateDocuments } from '../../../../src/lib/documents/body/validate-documents.ts';
import { InvalidDocument } from '../../../../src/lib/documents/body/violations.ts';
import type { Collection, Collections } from '../../../../src/lib/documents/schema/collection.ts';
import { isObject } from '../../../../src/lib/http/json.ts';
import { Problem } from '../../../../src/lib/http/problem/problem.ts';
import type { SourceDocument } from '../read/entry.ts';
import { type Refusal, refusalOf } from '../report/refusal.ts';

/** Why the Worker's own checks refuse a document of a file, or `null`. */
export function whyInvalid(
  { value, place }: Pick<SourceDocument, 'value' | 'place'>,
  collection: Collection,
  collections: Collections,
): Refusal | null {
  return refusalBy(place, () => validateDocuments([value], collection, collections), /^\/0/);
}

/** Why a value cannot be sent without losing something, or `null`: as JSON, `1e999` would become null. */
export function whyUnstorable({ value, place }: Pick<SourceDocument, 'value' | 'place'>): Refusal | null {
  return isObject(value)
    ? refusalBy(place, () => checkStorable(value))
    : { place, reason: 'It must be a JSON object' };
}

/** @param prefix the part of the pointers before the document */
function refusalBy(place: string, check: () => unknown, prefix: RegExp = /^/): Refusal | null {
  try {
    check();
    return null;
  } catch (error) {
    if (error instanceof InvalidDocument) {
      const violations = error.violations.map(({ pointer, message }) => ({
        pointer: pointer.replace(prefix, ''),
        message,
      }));
      return refusalOf(place, violations);
    }
    if (error instanceof Problem) return { place, reason: error.message };
    throw error;
  }
}
