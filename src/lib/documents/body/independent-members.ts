import { z } from 'astro/zod';
import { isObject } from '../../http/json.ts';
import type { Collection } from '../schema/collection.ts';
import { checkStorable, type JsonObject } from './json-object.ts';

/**
 * The members of a merge patch as they are stored, if the schema checks each of them by itself, whatever the rest of the
 * document is; null removes a member. `null` for any other patch: one that is not valid, one with objects, which merge
 * with stored ones, and any patch where the schema checks documents as a whole.
 */
export function independentMembers(patch: JsonObject, { schema }: Collection): JsonObject | null {
  const { shape, catchall, checks = [] } = schema._zod.def;
  if (checks.length > 0) return null;
  const members: JsonObject = {};
  for (const [name, value] of Object.entries(patch)) {
    if (name === 'id') continue;
    const field = Object.hasOwn(shape, name) ? shape[name] : catchall;
    const member = field === undefined || isObject(value) ? undefined : memberOf(field, value);
    if (member === undefined || isObject(member)) return null;
    members[name] = member;
  }
  checkStorable(members);
  return members;
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
