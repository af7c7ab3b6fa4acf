import { isObject } from '../../../../src/lib/http/json.ts';

/**
 * Whether a stored document is the one that was sent. A schema may have converted text to a number, and null and an
 * absent member are equal.
 */
export function isSameDocument(sent: unknown, stored: unknown): boolean {
  if (Array.isArray(sent) && Array.isArray(stored)) {
    return sent.length === stored.length && sent.every((item, i) => isSameDocument(item, stored[i]));
  }
  if (isObject(sent) && isObject(stored)) {
    const names = new Set([...Object.keys(sent), ...Object.keys(stored)]);
    return [...names].every((name) => isSameDocument(own(sent, name), own(stored, name)));
  }
  if (isEmpty(sent) || isEmpty(stored)) return isEmpty(sent) && isEmpty(stored);
  return typeof sent !== 'object' && typeof stored !== 'object' && String(sent) === String(stored);
}

function own(object: Record<string, unknown>, name: string): unknown {
  return Object.hasOwn(object, name) ? object[name] : undefined;
}

function isEmpty(value: unknown): boolean {
  return value === undefined || value === null;
}
