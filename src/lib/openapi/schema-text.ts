import type { Schema } from './openapi-types.ts';
import { nameOfRef } from './references.ts';

/** Describes a type in a few words: `integer or string`, `list of users`, `"red" or "blue"`. */
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
  // The greatest and least numbers that JSON clients read exactly say nothing about a field.
  const isShown = (bound: unknown) => typeof bound === 'number' && Math.abs(bound) < Number.MAX_SAFE_INTEGER;
  const parts = [isShown(least) ? `at least ${least}` : '', isShown(most) ? `at most ${most}` : ''].filter(
    Boolean,
  );
  return parts.length === 0 ? '' : ` (${parts.join(', ')}${unit})`;
}
