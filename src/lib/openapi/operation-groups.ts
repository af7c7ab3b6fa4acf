import type { OpenApiDocument, Operation, Reference, Schema } from './openapi-types.ts';

/** An operation with its place in the document. */
export interface PlacedOperation extends Operation {
  method: string;
  path: string;
}

/** The operations of a tag. */
interface Group {
  name: string;
  description: string;
  operations: PlacedOperation[];
}

/** The operations of a document by their tags, in the order of the tags. */
export function groupsOf({ tags, paths }: OpenApiDocument): Group[] {
  const all = Object.entries(paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]) => ({ ...operation, method: method.toUpperCase(), path })),
  );
  return tags.map(({ name, description }) => ({
    name,
    description,
    operations: all.filter((operation) => operation.tags.includes(name)),
  }));
}

export function isReference(value: object): value is Reference {
  return '$ref' in value;
}

/** The name of the component that a reference names. */
export function nameOfRef({ $ref }: Reference): string {
  return $ref.replace(/^.*\//, '');
}

/** A type in a few words: `integer or string`, `list of users`, `"red" or "blue"`. */
export function typeText(schema: Schema): string {
  const { $ref, anyOf, enum: values, const: value, type, items, pattern } = schema;
  if (typeof $ref === 'string') return nameOfRef({ $ref });
  if (Array.isArray(anyOf)) return [...new Set(anyOf.map(typeText))].join(' or ');
  if (Array.isArray(values)) return values.map((one) => JSON.stringify(one)).join(' or ');
  if (value !== undefined) return JSON.stringify(value);
  if (type === 'array') return `list of ${typeText((items ?? {}) as Schema)}`;
  if (Array.isArray(type)) return type.join(' or ');
  const bounds = boundsText(schema);
  return `${typeof type === 'string' ? type : 'any value'}${bounds}${typeof pattern === 'string' ? ` like ${pattern}` : ''}`;
}

function boundsText({ minimum, maximum, minLength, maxLength }: Schema): string {
  const least = minimum ?? minLength;
  const most = maximum ?? maxLength;
  const unit = minLength === undefined && maxLength === undefined ? '' : ' characters';
  // These are the numbers that JSON clients read exactly.
  const isTold = (bound: unknown) => typeof bound === 'number' && Math.abs(bound) < Number.MAX_SAFE_INTEGER;
  const parts = [isTold(least) ? `at least ${least}` : '', isTold(most) ? `at most ${most}` : ''].filter(
    Boolean,
  );
  return parts.length === 0 ? '' : ` (${parts.join(', ')}${unit})`;
}
