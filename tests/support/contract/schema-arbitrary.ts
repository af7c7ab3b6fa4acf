import fc from 'fast-check';

/** The keywords of JSON Schema that the schemas of the project use. */
interface Schema {
  readonly $ref?: string;
  readonly anyOf?: readonly Schema[];
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | Schema;
  readonly items?: Schema;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minItems?: number;
  readonly minimum?: number;
  readonly maximum?: number;
}

/** Members of generated texts and lists. */
const MOST = 6;

/** Texts without what no document may have: NUL and unpaired surrogates. */
const text = (min = 0, max = MOST) =>
  fc.string({ unit: 'grapheme', minLength: min, maxLength: Math.max(min, Math.min(max, MOST)) });

/** Values that a schema accepts. */
export function valid(schema: Schema): fc.Arbitrary<unknown> {
  if (schema.anyOf !== undefined) return fc.oneof(...schema.anyOf.map(valid));
  if (schema.const !== undefined) return fc.constant(schema.const);
  if (schema.enum !== undefined) return fc.constantFrom(...schema.enum);
  const types = schema.type === undefined ? ['string', 'integer', 'null'] : [schema.type].flat();
  return fc.oneof(...types.map((type) => ofType(type, schema)));
}

function ofType(type: string, schema: Schema): fc.Arbitrary<unknown> {
  const { minimum: min = -1e6, maximum: max = 1e6 } = schema;
  switch (type) {
    case 'string':
      return text(schema.minLength, schema.maxLength);
    case 'integer':
      return fc.integer({ min: Math.max(min, -1e6), max: Math.min(max, 1e6) });
    case 'number':
      return fc.double({ min, max, noNaN: true, noDefaultInfinity: true });
    case 'boolean':
      return fc.boolean();
    case 'null':
      return fc.constant(null);
    case 'array':
      return fc.array(valid(schema.items ?? {}), { minLength: schema.minItems ?? 0, maxLength: MOST });
    case 'object':
      return objects(schema);
    default:
      throw new Error(`The type ${type} has no arbitrary.`);
  }
}

function objects({ properties = {}, required = [], additionalProperties }: Schema): fc.Arbitrary<object> {
  const declared = fc.record(
    Object.fromEntries(Object.entries(properties).map(([name, member]) => [name, valid(member)])),
    { requiredKeys: [...required] },
  );
  if (additionalProperties === false) return declared;
  const others = fc.dictionary(fc.stringMatching(/^extra[a-z]{0,4}$/), valid({}), { maxKeys: 2 });
  return fc.tuple(others, declared).map(([more, own]) => ({ ...more, ...own }));
}

/** Objects that a schema refuses, and the rule that each breaks. */
export function invalid(schema: Schema): fc.Arbitrary<{ rule: string; value: object }> {
  const { properties = {}, required = [], additionalProperties } = schema;
  const base = objects(schema);
  const breaks: fc.Arbitrary<{ rule: string; value: object }>[] = required.map((name) =>
    base.map((value) => ({
      rule: `lacks ${name}`,
      value: Object.fromEntries(Object.entries(value).filter(([key]) => key !== name)),
    })),
  );
  for (const [name, member] of Object.entries(properties)) {
    breaks.push(
      base.map((value) => ({ rule: `${name} is an object`, value: { ...value, [name]: { a: 1 } } })),
    );
    if (member.type === 'string' && (member.minLength ?? 0) > 0) {
      breaks.push(base.map((value) => ({ rule: `${name} is too short`, value: { ...value, [name]: '' } })));
    }
  }
  if (additionalProperties === false) {
    breaks.push(base.map((value) => ({ rule: 'has another member', value: { ...value, unknownMember: 1 } })));
  }
  return fc.oneof(...breaks);
}
