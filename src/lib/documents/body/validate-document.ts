import { byteLength } from '../../http/bytes.ts';
import { pointerTo } from '../../http/json.ts';
import { Problem } from '../../http/problem/problem.ts';
import { MAX_DOCUMENT_BYTES } from '../limits.ts';
import type { Collection } from '../schema/collection.ts';
import { idOf, idViolation } from './document-id.ts';
import { longIndexedValues } from './indexed-values.ts';
import { checkStorable, type JsonObject } from './json-object.ts';
import { inOrderOf } from './key-order.ts';
import { refusedNulls, withoutMembers } from './refused-nulls.ts';
import { invalidDocument, type Violation } from './violations.ts';

/** A validated document: its id, and all other members as the JSON text that is stored. */
export interface ValidDocument {
  /** `null` asks for an automatic id. */
  id: string | number | null;
  /** The members of the object without the id, as JSON: `{"name":"Yan"}`. */
  text: string;
  /** The same members. */
  members: JsonObject;
  /** Bytes of the text. */
  bytes: number;
}

type Issue = NonNullable<ReturnType<Collection['schema']['safeParse']>['error']>['issues'][number];

/**
 * Checks an object against the schema of its collection.
 *
 * @throws Problem 422 with a violation for each invalid part, 413 when the document is too large to store
 */
export function validateDocument(object: JsonObject, collection: Collection): ValidDocument {
  const { id, ...rest } = object;
  const { data, violations } = parseBySchema(rest, collection);
  const idProblem = idViolation(id);
  if (idProblem !== null) violations.unshift({ pointer: '/id', message: idProblem });
  if (violations.length > 0) throw invalidDocument(violations);
  // A schema may transform what was sent into something that cannot be stored.
  checkStorable(data);
  const long = longIndexedValues(data, collection);
  if (long.length > 0) throw invalidDocument(long);
  const text = JSON.stringify(inOrderOf(rest, data));
  // Reserialised numbers and merged patches can exceed the size of the request body.
  const bytes = byteLength(text);
  if (bytes > MAX_DOCUMENT_BYTES) {
    throw new Problem('body-too-large', `The document would be larger than ${MAX_DOCUMENT_BYTES} bytes.`);
  }
  return { id: idOf(id), text, members: data, bytes };
}

/** Zod's codes for a value of another type, which include an absent one. */
const ABSENCE: ReadonlySet<string> = new Set(['invalid_type', 'invalid_value', 'invalid_union']);

/**
 * Replaces Zod's "expected string, received undefined" for an absent field, because forms show messages at their inputs.
 * A message of the schema itself takes precedence.
 */
const MESSAGES: NonNullable<Parameters<Collection['schema']['safeParse']>[1]> = {
  error: ({ code, input }) =>
    input === undefined && ABSENCE.has(code) ? 'This field is required' : undefined,
};

function parseBySchema(
  value: JsonObject,
  collection: Collection,
): { data: JsonObject; violations: Violation[] } {
  try {
    const { data = {}, error } = parseWithoutRefusedNulls(value, collection);
    return { data, violations: error?.issues.flatMap((issue) => violationsOf(issue, collection)) ?? [] };
  } catch (cause) {
    // Zod passes its issues as arguments, and there can be more than a call accepts.
    if (cause instanceof RangeError) {
      return { data: {}, violations: [{ pointer: '', message: 'Too many errors to list' }] };
    }
    const message = 'The schema of this collection throws an error for this document';
    throw invalidDocument([{ pointer: '', message }], { cause });
  }
}

/** A null that the schema refuses means an absent field, as in a merge patch: forms send it for an emptied input. */
function parseWithoutRefusedNulls(
  value: JsonObject,
  { schema }: Collection,
): ReturnType<typeof schema.safeParse> {
  const result = schema.safeParse(value, MESSAGES);
  const nulls = result.success ? [] : refusedNulls(value, result.error.issues);
  return nulls.length === 0 ? result : schema.safeParse(withoutMembers(value, nulls), MESSAGES);
}

function violationsOf(issue: Issue, { fields }: Collection): Violation[] {
  const pointer = pointerTo(issue.path);
  if (issue.code !== 'unrecognized_keys') return [{ pointer, message: issue.message }];
  const message =
    issue.path.length === 0
      ? `This field does not exist; allowed: ${fields.join(', ')}`
      : 'This field does not exist';
  return issue.keys.map((key) => ({ pointer: pointer + pointerTo([key]), message }));
}
