import type { JsonObject } from './json-object.ts';
import { invalidDocument } from './violations.ts';

/**
 * Sets the foreign key of a document to the id of the parent in its path.
 *
 * @param parentId as it is stored: a number or a string
 * @throws Problem 422 when the document refers to another parent
 */
export function withForeignKey(object: JsonObject, key: string, parentId: string | number): JsonObject {
  const given = Object.hasOwn(object, key) ? object[key] : null;
  if (given !== null && given !== '' && String(given) !== String(parentId)) {
    const message = `It must be ${JSON.stringify(parentId)}, as in the path, or be left out`;
    throw invalidDocument([{ pointer: `/${key}`, message }]);
  }
  return { ...object, [key]: parentId };
}
