import { byteLength } from '../../http/bytes.ts';
import { pointerTo } from '../../http/json.ts';
import type { Collection } from '../schema/collection.ts';
import { valueAt } from '../schema/field-path.ts';
import { MAX_INDEXED_BYTES } from '../schema/indexes.ts';
import type { JsonObject } from './json-object.ts';
import type { Violation } from './violations.ts';

/** Finds indexed fields with too long values, in a document or in some of its members. */
export function longIndexedValues(members: JsonObject, { columns }: Collection): Violation[] {
  return columns
    .filter((path) => byteLength(JSON.stringify(valueAt(members, path)) ?? '') > MAX_INDEXED_BYTES)
    .map((path) => ({
      pointer: pointerTo(path),
      message: `The value of an indexed field must have at most ${MAX_INDEXED_BYTES} bytes`,
    }));
}
