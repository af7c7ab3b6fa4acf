import { isObject, type JsonObject } from '../json.ts';

/** Reads a JSON object, or says why a text is none. */
export function readObject(text: string): { object: JsonObject } | { error: string } {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value)
      ? { object: value }
      : { error: 'A document is a JSON object; it begins with { and ends with }.' };
  } catch (error) {
    return { error: `This is not JSON: ${error instanceof Error ? error.message : String(error)}.` };
  }
}
