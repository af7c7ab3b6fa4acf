/** The part of a JSON Schema that is compared. */
interface ObjectSchema {
  properties?: Record<string, unknown>;
  required?: readonly string[];
}

/** Says which fields differ between two JSON Schemas: `age is new, name has changed`. */
export function differenceOf(before: string, after: string): string {
  if (before === '') return 'the schema is new';
  const [old, current]: ObjectSchema[] = [parse(before), parse(after)];
  const names = new Set([...Object.keys(old?.properties ?? {}), ...Object.keys(current?.properties ?? {})]);
  const differences = Array.from(names).flatMap((name) => {
    const [one, other] = [fieldIn(old, name), fieldIn(current, name)];
    if (one === other) return [];
    if (one === undefined) return `${name} is new`;
    return other === undefined ? `${name} is gone` : `${name} has changed`;
  });
  return differences.length === 0 ? 'the schema has changed' : differences.join(', ');
}

/** Parses a stored schema. An earlier run may have stored only a part, which then counts as a schema without fields. */
function parse(schema: string): ObjectSchema {
  try {
    return JSON.parse(schema);
  } catch {
    return {};
  }
}

function fieldIn(schema: ObjectSchema | undefined, name: string): string | undefined {
  if (schema?.properties === undefined || !Object.hasOwn(schema.properties, name)) return undefined;
  return JSON.stringify([schema.properties[name], schema.required?.includes(name) ?? false]);
}
