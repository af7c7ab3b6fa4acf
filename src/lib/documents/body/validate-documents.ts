import { isObject } from '../../http/json.ts';
import { Problem } from '../../http/problem/problem.ts';
import { MAX_DOCUMENTS_BYTES } from '../limits.ts';
import { relationsOf } from '../query/relations.ts';
import type { Collection, Collections } from '../schema/collection.ts';
import { checkStorable } from './json-object.ts';
import { withoutRelated } from './related-members.ts';
import { type ValidDocument, validateDocument } from './validate-document.ts';
import { InvalidDocument, invalidDocument, MAX_VIOLATIONS, type Violation } from './violations.ts';

/**
 * Checks values as documents of a collection.
 *
 * @throws Problem 422 with violations whose pointers begin with the index of the document, 413 for too many bytes
 */
export function validateDocuments(
  values: readonly unknown[],
  collection: Collection,
  collections: Collections,
): ValidDocument[] {
  const relations = relationsOf(collection, collections);
  return validateEach(values, (value) => {
    if (!isObject(value)) throw invalidDocument([{ pointer: '', message: 'It must be a JSON object' }]);
    checkStorable(value);
    return validateDocument(withoutRelated(value, collection, relations), collection);
  });
}

/**
 * Validates a document for each item. Stops when there are more violations than a response lists.
 *
 * @param summary returns the first sentence of the message, for the indexes of the invalid items
 * @throws Problem as `validateDocuments`
 */
export function validateEach<Item>(
  items: readonly Item[],
  validate: (item: Item) => ValidDocument,
  summary: (indexes: readonly number[]) => string = () => 'The documents are not valid.',
): ValidDocument[] {
  const documents: ValidDocument[] = [];
  const violations: Violation[] = [];
  const invalid: number[] = [];
  let bytes = 0;
  for (const [index, item] of items.entries()) {
    try {
      const document = validate(item);
      bytes += document.bytes;
      documents.push(document);
    } catch (error) {
      violations.push(...violationsAt(index, error));
      invalid.push(index);
    }
    if (violations.length > MAX_VIOLATIONS) break;
  }
  if (violations.length > 0) throw invalidDocument(violations, { what: summary(invalid) });
  if (bytes > MAX_DOCUMENTS_BYTES) {
    throw new Problem(
      'body-too-large',
      `The documents would have ${bytes} bytes; at most ${MAX_DOCUMENTS_BYTES} are allowed.`,
    );
  }
  return documents;
}

/**
 * The violations of a document, with the index of the document in their pointers.
 *
 * @throws Problem for any other error
 */
function violationsAt(index: number, error: unknown): Violation[] {
  if (error instanceof InvalidDocument) {
    return error.violations
      .slice(0, MAX_VIOLATIONS + 1)
      .map(({ pointer, message }) => ({ pointer: `/${index}${pointer}`, message }));
  }
  if (!(error instanceof Problem)) throw error;
  const { code, message, cause } = error;
  throw new Problem(code, `At index ${index}: ${message}`, { cause });
}
