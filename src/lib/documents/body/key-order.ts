import { nonJsonKind } from '../schema/json-schema/json-output.ts';

/**
 * Returns a value with its members in the order in which they were sent, at every depth. Members that were not sent come
 * last. Zod returns the fields of a schema before all others.
 */
export function inOrderOf(sent: unknown, value: unknown): unknown {
  if (Array.isArray(value)) {
    return Array.isArray(sent) ? value.map((item, i) => inOrderOf(sent[i], item)) : value;
  }
  if (!isPlainObject(value) || !isPlainObject(sent)) return value;
  const names = [...Object.keys(sent).filter((name) => Object.hasOwn(value, name)), ...Object.keys(value)];
  return Object.fromEntries([...new Set(names)].map((name) => [name, inOrderOf(sent[name], value[name])]));
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && nonJsonKind(value) === null;
}
