import type { z } from 'astro/zod';
import { isInherited } from '../reserved-names.ts';
import { ASYNC_PROBLEM, problemOfSamples } from './json-output.ts';
import { type Part, partsOf } from './schema-parts.ts';

/** The replacement for each type that has no value in JSON. */
const INSTEAD: Readonly<Record<string, string>> = {
  bigint: 'z.string() or z.int()',
  date: 'z.iso.datetime() or z.iso.date()',
  map: 'z.record()',
  set: 'z.array()',
  symbol: 'z.string()',
  undefined: '.optional() on the type that the field has',
  void: '.optional() on the type that the field has',
  never: '.optional() after it, or remove the field',
  nan: 'z.number()',
  promise: 'the type that the promise resolves to',
  function: 'a type of JSON',
  file: 'z.string() with the URL of the file',
};

/**
 * Refuses a schema that no JSON document satisfies, or whose result is not JSON.
 *
 * @throws Error naming the collection, the field and what to use
 */
export function checkSatisfiable(collection: string, schema: z.ZodObject): void {
  const seen = new Map<z.core.$ZodType, Set<string>>();
  const tried: Part[] = [];
  const pending: Part[] = [{ schema, path: [], isInput: true, isOutput: true }];
  for (let part = pending.pop(); part !== undefined; part = pending.pop()) {
    const roles = seen.get(part.schema) ?? new Set();
    const role = `${part.isInput} ${part.isOutput}`;
    if (roles.has(role)) continue;
    seen.set(part.schema, roles.add(role));
    const inherited = namesOf(part.schema).find(isInherited);
    if (inherited !== undefined) throw inheritedName(collection, part, inherited);
    const problem = problemOf(part);
    if (problem !== null) throw unsatisfiable(collection, part, problem);
    if (part.isInput && part.isOutput && runsCode(part.schema._zod.def)) tried.push(part);
    pending.push(...partsOf(part));
  }
  for (const part of tried) {
    const problem = problemOfSamples(part.schema);
    if (problem !== null) throw unsatisfiable(collection, part, problem);
  }
}

/** The names of members that a schema reads. */
function namesOf(schema: z.core.$ZodType): string[] {
  const { def } = (schema as z.core.$ZodTypes)._zod;
  if (def.type === 'object') return Object.keys(def.shape);
  return def.type === 'record' ? [...(def.keyType._zod.values ?? [])].map(String) : [];
}

function inheritedName(collection: string, { path }: Part, name: string): Error {
  return new Error(
    `The schema of ${collection} must not have a field "${[...path, name].join('.')}": ` +
      'every JavaScript object inherits a member of this name, and Zod reads it as the value; rename the field.',
  );
}

function unsatisfiable(collection: string, { path }: Part, problem: string): Error {
  const place = path.length === 0 ? 'The' : `The field "${path.join('.')}" in the`;
  return new Error(`${place} schema of ${collection} cannot be stored as JSON: ${problem}.`);
}

function problemOf({ schema, isInput, isOutput }: Part): string | null {
  const { def } = (schema as z.core.$ZodTypes)._zod;
  const instead = INSTEAD[def.type];
  const isCoerced = 'coerce' in def && def.coerce === true;
  if (instead !== undefined && (isOutput || (isInput && !isCoerced))) {
    return `z.${def.type}() has no value in JSON; use ${instead}`;
  }
  if (def.type === 'literal' && def.values.some((value) => typeof value === 'bigint')) {
    return `a bigint has no value in JSON; use ${INSTEAD['bigint']}`;
  }
  const { Class } = schema._zod.bag as { Class?: { name?: string } };
  if (def.type === 'custom' && Class !== undefined && isInput) {
    return `z.instanceof(${Class.name}) has no value in JSON; use a type of JSON`;
  }
  return functionsOf(def).some(isAsync) ? ASYNC_PROBLEM : null;
}

/** The functions of the owner that a schema calls, as far as Zod exposes them. */
function functionsOf(def: z.core.$ZodTypeDef): unknown[] {
  const { transform, fn, checks = [] } = def as { transform?: unknown; fn?: unknown } & z.core.$ZodTypeDef;
  return [transform, fn, ...checks.map((check) => (check._zod.def as { fn?: unknown }).fn)];
}

/** Whether parsing calls functions of the owner, whose results are unknown until they run. */
function runsCode({ type, checks = [] }: z.core.$ZodTypeDef): boolean {
  return type === 'pipe' || checks.some((check) => ['custom', 'overwrite'].includes(check._zod.def.check));
}

function isAsync(value: unknown): boolean {
  return typeof value === 'function' && value.constructor.name === 'AsyncFunction';
}
