import { z } from 'astro/zod';

/** Values that the formats and types of most fields accept. The build runs transforms and checks with them. */
const SAMPLES: readonly unknown[] = [
  ...['', 'a', 'some text', '1', '2026-01-01', '2026-01-01T00:00:00Z', '12:00:00', 'true', '{}'],
  ...['https://example.com/', 'ada@example.com', '7f2c9f0a-3d5e-4b8a-9c1d-2e6f8a0b4c5d'],
  ...[0, 1, 100, 0.5, true, false, null, [], {}],
];

/** Maximum nesting of objects in a sample. A schema may contain itself. */
const MAX_SAMPLE_DEPTH = 4;

/** Runs a schema with samples. Returns what is wrong with it, or `null`. */
export function problemOfSamples(schema: z.core.$ZodType): string | null {
  let refused: string | null = null;
  for (const sample of [...SAMPLES, objectSample(schema)]) {
    const result = attempt(schema, sample);
    if (result === 'async') return ASYNC_PROBLEM;
    if (result?.data === undefined) continue;
    const kind = nonJsonKindWithin(result.data);
    if (kind === null) return null;
    refused = `it returns ${kind}, which is not JSON; return a string, number, boolean, array or plain object`;
  }
  return refused;
}

/** An object with a sample of each field, for checks and transforms of objects; `undefined` for other schemas. */
function objectSample(schema: z.core.$ZodType, depth = 1): unknown {
  const { def } = (schema as z.core.$ZodTypes)._zod;
  if (def.type === 'pipe') return objectSample(def.in, depth);
  if (def.type !== 'object' || depth > MAX_SAMPLE_DEPTH) return undefined;
  const fields = Object.entries(def.shape).map(([name, field]) => {
    const samples = [...SAMPLES, objectSample(field, depth + 1)];
    return [name, samples.find((sample) => attempt(field, sample) !== null)];
  });
  return Object.fromEntries(fields);
}

export const ASYNC_PROBLEM =
  'it is asynchronous, and documents are checked synchronously; remove the async function';

/** The result of a schema for a value; `null` when it refuses the value or its code throws. */
function attempt(schema: z.core.$ZodType, value: unknown): { data: unknown } | 'async' | null {
  try {
    const result = z.safeParse(schema, value);
    return result.success ? { data: result.data } : null;
  } catch (error) {
    return error instanceof z.core.$ZodAsyncError ? 'async' : null;
  }
}

/** Like `nonJsonKind`, but also looks inside the value. */
function nonJsonKindWithin(value: unknown): string | null {
  const kind = nonJsonKind(value);
  if (kind !== null || typeof value !== 'object' || value === null) return kind;
  return (
    Object.values(value)
      .map(nonJsonKindWithin)
      .find((inner) => inner !== null) ?? null
  );
}

/** Names a value that JSON cannot represent, such as `a Date`; `null` for any other. It does not look inside it. */
export function nonJsonKind(value: unknown): string | null {
  if (typeof value === 'bigint' || typeof value === 'symbol' || typeof value === 'function') {
    return `a ${typeof value}`;
  }
  if (typeof value === 'number' && !Number.isFinite(value)) return String(value);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype === null || prototype === Object.prototype) return null;
  return `a ${value.constructor?.name || 'class instance'}`;
}
