import { z } from 'astro/zod';
import { isObject } from '../../../http/json.ts';
import type { Collection } from '../../schema/collection.ts';
import { longIndexedValues } from '../indexed-values.ts';
import { checkStorable, type JsonObject } from '../json-object.ts';

/** SQLite's `json_patch` compares each member of a patch with each of the document: more of them are merged here. */
const MAX_MEMBERS = 100;

/**
 * The members of a merge patch as they are stored, if the schema checks each of them by itself, whatever the rest of the
 * document is; null removes a member. `null` for any other patch: one that is not valid, one with objects, which merge
 * with stored ones, one of more than 100 members, and any patch where the schema checks documents as a whole.
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

/** The stored value, `null` for none, or `undefined` when the schema refuses it. */
function memberOf(field: z.core.$ZodType, value: unknown): unknown {
  try {
    const { success, data } = z.safeParse(field, value === null ? undefined : value);
    if (!success) return undefined;
    return value === null ? (data === undefined ? null : undefined) : data;
  } catch {
    return undefined;
  }
}
