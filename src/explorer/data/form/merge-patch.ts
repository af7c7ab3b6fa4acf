import { isEqual, isObject, type Json, type JsonObject } from '../json.ts';

/**
 * The JSON Merge Patch (RFC 7396) that makes one document of another; `null` where none does, because a member becomes
 * null, which removes it.
 */
export function mergePatch(from: JsonObject, to: JsonObject): JsonObject | null {
  const patch: Record<string, Json> = {};
  for (const name of new Set([...Object.keys(from), ...Object.keys(to)])) {
    const [before, after] = [from[name], to[name]];
    if (isEqual(before, after)) continue;
    if (after === undefined) {
      patch[name] = null;
    } else if (isObject(after)) {
      // Members of a new object, and of one that replaces another value, are merged into an empty one.
      const inner = mergePatch(isObject(before) ? before : {}, after);
      if (inner === null) return null;
      patch[name] = inner;
    } else if (after === null) {
      return null;
    } else {
      patch[name] = after;
    }
  }
  return patch;
}
