import type { JsonObject } from './json-object.ts';
import { invalidDocument } from './violations.ts';

/**
 * A document that refers to the parent its path names.
 *
 * @param parentId as it is stored: a number or a string
 * @throws Problem 422 when the document refers to another one
 */
export function withForeignKey(object: JsonObject, key: string, parentId: string | number): JsonObject {
  const given = Object.hasOwn(object, key) ? object[key] : null;
  if (given !== null && given !== '' && String(given) !== String(parentId)) {
    const message = `It must be ${JSON.stringify(parentId)}, as in the path, or be left out`;
    throw invalidDocument([{ pointer: `/${key}`, message }]);
  }
  return { ...object, [key]: parentId };
}
