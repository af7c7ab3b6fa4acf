import { z } from 'astro/zod';
import { parseFieldPath } from '../field-path.ts';
import type { JsonSchema } from '../fields.ts';
import { PARAMETERS } from '../reserved-names.ts';
import { checkSatisfiable } from './satisfiable.ts';

/**
 * Derives the JSON Schema of a collection's documents, without their id.
 *
 * @throws Error for a schema that the API cannot serve: an id, a field that no query can name, an object
 * that drops fields, a type that JSON does not have
 */
export function checkedJsonSchema(collection: string, schema: z.ZodObject): JsonSchema {
  for (const field of Object.keys(schema.shape)) {
    const problem = fieldProblem(field);
    if (problem !== null)
      throw new Error(`The schema of ${collection} must not have a field "${field}": ${problem}.`);
  }
  const jsonSchema = z.toJSONSchema(schema, {
    io: 'output',
    unrepresentable: 'any',
    override: ({ zodSchema: { _zod }, jsonSchema: part, path }) => {
      const place = path.filter((name) => name !== 'properties').join('.');
      if (_zod.def.type === 'object' && _zod.def.catchall === undefined) {
        throw new Error(
          `The schema of ${collection} drops the fields it does not name${place && `, in ${place}`}: ` +
            'use z.strictObject to reject them or z.looseObject to store them.',
        );
      }
      const [minimum, maximum] = contradictionOf(part) ?? [];
      if (minimum === undefined) return;
      throw new Error(
        `The field "${place}" in the schema of ${collection} has no valid value: ` +
          `its minimum ${minimum} is greater than its maximum ${maximum}.`,
      );
    },
  }) as JsonSchema;
  checkSatisfiable(collection, schema);
  return jsonSchema;
}

/** The bounds of a number, string or array that contradict each other, or `null`. */
function contradictionOf(schema: z.core.JSONSchema.BaseSchema): readonly [number, number] | null {
  const bounds = [
    [schema.minimum, schema.maximum],
    [schema.minLength, schema.maxLength],
    [schema.minItems, schema.maxItems],
  ] as const;
  for (const [minimum = -Infinity, maximum = Infinity] of bounds) {
    if (minimum > maximum) return [minimum, maximum];
  }
  return null;
}

function fieldProblem(field: string): string | null {
  if (field === 'id') return 'remove it; every document has an id already';
  if (PARAMETERS.includes(field)) return 'it is the name of a query parameter';
  return parseFieldPath(field)?.length === 1
    ? null
    : 'a name must consist of letters, digits, _, $, @ and - (not first)';
}
