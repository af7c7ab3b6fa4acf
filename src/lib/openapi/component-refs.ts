import type { ObjectSchema, Schema } from './openapi-types.ts';

/**
 * Converts a JSON Schema into a component: without `$schema`, and with references from the root of the OpenAPI document.
 * Zod writes `#` and `#/$defs/…` for a schema that contains itself.
 *
 * @param pointer where the component is, such as `#/components/schemas/users`
 */
export function asComponent({ $schema: _, ...schema }: Schema, pointer: string): ObjectSchema {
  return withRefs(schema, pointer) as ObjectSchema;
}

function withRefs(value: unknown, pointer: string): unknown {
  if (Array.isArray(value)) return value.map((item) => withRefs(item, pointer));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [
      name,
      name === '$ref' && typeof member === 'string'
        ? member.replace(/^#/, pointer)
        : withRefs(member, pointer),
    ]),
  );
}
