import { isObject } from '../../../http/json.ts';
import type { JsonObject } from '../json-object.ts';

/** The result of a JSON Merge Patch: null removes a member, objects merge, all else replaces (RFC 7396 section 2). */
export function mergePatch(target: unknown, patch: unknown): unknown {
  if (!isObject(patch)) return patch;
  const merged: JsonObject = isObject(target) ? { ...target } : {};
  for (const [name, value] of Object.entries(patch)) {
    if (value === null) delete merged[name];
    else merged[name] = mergePatch(merged[name], value);
  }
  return merged;
}
