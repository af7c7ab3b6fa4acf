import { z } from 'astro/zod';
import { isObject } from '../../../http/json.ts';
import type { Collection } from '../../schema/collection.ts';
import { longIndexedValues } from '../indexed-values.ts';
import { checkStorable, type JsonObject } from '../json-object.ts';

/** Members of a patch for SQLite. Its `json_patch` compares each of them with each member of the document. */
const MAX_MEMBERS = 100;

/**
 * Returns the members of a merge patch as they are stored, if the schema checks each of them independently of the
 * document; a null removes its member. Returns `null` for an invalid patch, for more than 100 members, for objects, which
 * merge with stored ones, and for a schema that checks documents as a whole.
 */
export function independentMembers(patch: JsonObject, collection: Collection): JsonObject | null {
  const { shape, catchall, checks = [] } = collection.schema._zod.def;
  if (checks.length > 0 || Object.keys(patch).length > MAX_MEMBERS) return null;
  const members: JsonObject = {};
  for (const [name, value] of Object.entries(patch)) {
    if (name === 'id') continue;
    const field = Object.hasOwn(shape, name) ? shape[name] : catchall;
    const member = field === undefined || isObject(value) ? undefined : memberOf(field, value);
    if (member === undefined || isObject(member)) return null;
    members[name] = member;
  }
  checkStorable(members);
  return longIndexedValues(members, collection).length === 0 ? members : null;
}

/** The stored value, `null` to remove the member, or `undefined` when the schema refuses it. */
function memberOf(field: z.core.$ZodType, value: unknown): unknown {
  try {
    const { success, data } = z.safeParse(field, value === null ? undefined : value);
    if (!success) return undefined;
    return value === null ? (data === undefined ? null : undefined) : data;
  } catch {
    return undefined;
  }
}
