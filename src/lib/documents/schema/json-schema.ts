import { z } from 'astro/zod';
import { parseFieldPath } from './field-path.ts';
import type { JsonSchema } from './fields.ts';
import { PARAMETERS } from './reserved-names.ts';

/**
 * The JSON Schema of a collection's documents, their id apart.
 *
 * @throws Error for what the API could not serve: an id, a field that no query can name, an object that drops fields
 */
export function checkedJsonSchema(collection: string, schema: z.ZodObject): JsonSchema {
  for (const field of Object.keys(schema.shape)) {
    const problem = fieldProblem(field);
    if (problem !== null)
      throw new Error(`The schema of ${collection} names a field "${field}": ${problem}.`);
  }
  return z.toJSONSchema(schema, {
    io: 'output',
    unrepresentable: 'any',
    override: ({ zodSchema: { _zod }, path }) => {
      if (_zod.def.type !== 'object' || _zod.def.catchall !== undefined) return;
      const place = path.filter((part) => part !== 'properties').join('.');
      throw new Error(
        `The schema of ${collection} drops the fields it does not name${place && `, in ${place}`}: ` +
          'use z.strictObject to refuse them or z.looseObject to keep them.',
      );
    },
  }) as JsonSchema;
}

function fieldProblem(field: string): string | null {
  if (field === 'id') return 'every document has its id without';
  if (PARAMETERS.includes(field)) return 'this is a query parameter';
  return parseFieldPath(field)?.length === 1 ? null : 'a name has letters, digits, _, $, @ and - (not first)';
}
