import type { z } from 'astro/zod';

/** A part of a schema: its place in a document, and whether its input comes from JSON and its output becomes JSON. */
export interface Part {
  schema: z.core.$ZodType;
  path: readonly string[];
  isInput: boolean;
  isOutput: boolean;
}

/** Types that mean "absent" inside a union or an optional field, where they are harmless. */
const ABSENT: readonly string[] = ['undefined', 'void', 'never'];

/** The parts of a schema. The middle of a pipe is neither input nor output. */
export function partsOf({ schema, path, isInput, isOutput }: Part): Part[] {
  const { def } = (schema as z.core.$ZodTypes)._zod;
  const part = (inner: z.core.$ZodType, ...names: string[]): Part => ({
    schema: inner,
    path: [...path, ...names],
    isInput,
    isOutput,
  });
  switch (def.type) {
    case 'object':
      return [
        ...Object.entries(def.shape).map(([name, field]) => part(field, name)),
        ...(def.catchall && typeOf(def.catchall) !== 'never' ? [part(def.catchall, '*')] : []),
      ];
    case 'array':
      return [part(def.element, '*')];
    case 'tuple':
      return [
        ...def.items.map((item, i) => part(item, String(i))),
        ...(def.rest ? [part(def.rest, '*')] : []),
      ];
    case 'record':
      return [part(def.valueType, '*')];
    case 'union':
      return def.options.filter((option) => !ABSENT.includes(typeOf(option))).map((option) => part(option));
    case 'intersection':
      return [part(def.left), part(def.right)];
    case 'pipe':
      return [
        { ...part(def.in), isOutput: false },
        { ...part(def.out), isInput: false },
      ];
    case 'lazy':
      return [part(def.getter())];
    case 'optional':
    case 'nullable':
      return ABSENT.includes(typeOf(def.innerType)) ? [] : [part(def.innerType)];
    case 'success':
      return [{ ...part(def.innerType), isOutput: false }];
    case 'nonoptional':
    case 'default':
    case 'prefault':
    case 'catch':
    case 'readonly':
      return [part(def.innerType)];
    default:
      return [];
  }
}

function typeOf(schema: z.core.$ZodType): string {
  return schema._zod.def.type;
}
