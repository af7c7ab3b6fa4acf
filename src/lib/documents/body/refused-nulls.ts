import type { JsonObject } from './json-object.ts';

/** The paths of those issues whose value in the object is null. */
export function refusedNulls(
  object: JsonObject,
  issues: readonly { path: readonly PropertyKey[] }[],
): (readonly PropertyKey[])[] {
  return issues.map(({ path }) => path).filter((path) => path.length > 0 && memberAt(object, path) === null);
}

/** A copy of an object without the members at the paths. */
export function withoutMembers(object: JsonObject, paths: readonly (readonly PropertyKey[])[]): JsonObject {
  const copy = structuredClone(object);
  for (const path of paths) {
    const parent = memberAt(copy, path.slice(0, -1));
    const name = path.at(-1);
    // A null in an array stays, because its removal would move the items after it.
    if (isObjectOrArray(parent) && name !== undefined && !Array.isArray(parent)) delete parent[name];
  }
  return copy;
}

function memberAt(root: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((value, name) => (isObjectOrArray(value) ? value[name] : undefined), root);
}

function isObjectOrArray(value: unknown): value is Record<PropertyKey, unknown> {
  return typeof value === 'object' && value !== null;
}
