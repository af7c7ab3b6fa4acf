import type { JsonSchema } from '../../schema/fields.ts';
import { checkStorable, type JsonObject } from '../json-object.ts';

/**
 * The object of a form body (`application/x-www-form-urlencoded`). Values are strings, which a schema may coerce.
 * A repeated name, a name that ends with `[]`, and a field that the schema declares as an array become an array.
 *
 * @throws Problem 422 for values that cannot be stored exactly
 */
export function parseForm(text: string, { properties = {} }: JsonSchema): JsonObject {
  const values = new Map<string, { isArray: boolean; texts: string[] }>();
  for (const [name, value] of new URLSearchParams(text)) {
    const field = name.endsWith('[]') ? name.slice(0, -2) : name;
    const isArray =
      field !== name || (Object.hasOwn(properties, field) && properties[field]?.type === 'array');
    const found = values.get(field);
    if (found === undefined) values.set(field, { isArray, texts: [value] });
    else {
      found.texts.push(value);
      found.isArray = true;
    }
  }
  const object = Object.fromEntries(
    [...values].map(([field, { isArray, texts }]) => [field, isArray ? texts : texts[0]]),
  );
  checkStorable(object);
  return object;
}
