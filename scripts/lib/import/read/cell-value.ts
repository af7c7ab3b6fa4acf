import type { JsonSchema } from '../../../../src/lib/documents/schema/fields.ts';
import type { RowReader } from './entry.ts';

/** The types that a schema allows for a cell. */
type CellType = 'string' | 'number' | 'boolean' | 'null' | 'object' | 'array';

/** Reads rows by the schema of their collection: `1` is a number where the schema has numbers, and text elsewhere. */
export function rowReader({ properties = {}, required = [] }: JsonSchema): RowReader {
  const types = new Map(Object.entries(properties).map(([name, field]) => [name, typesOf(field)]));
  return (row) => {
    const members = Object.entries(row).flatMap(([name, text]) => {
      const value = name === 'id' ? idOf(text) : cellValue(text, types.get(name), required.includes(name));
      return value === undefined ? [] : [[name, value]];
    });
    return Object.fromEntries(members) as Record<string, unknown>;
  };
}

function idOf(text: string): string | number | undefined {
  if (text === '') return undefined;
  return isExactNumber(text) && /^\d+$/.test(text) ? Number(text) : text;
}

/** The value of a cell; `undefined` for none. `types` is `null` when the schema allows any value. */
function cellValue(text: string, types: ReadonlySet<CellType> | null = null, isRequired = false): unknown {
  if (text === '') return emptyValue(types, isRequired);
  if (types === null || types.has('string')) return text;
  if (types.has('number') && isExactNumber(text)) return Number(text);
  if (types.has('boolean') && /^(true|false)$/i.test(text)) return text.toLowerCase() === 'true';
  if ((types.has('object') && text.startsWith('{')) || (types.has('array') && text.startsWith('['))) {
    return jsonOf(text);
  }
  return text;
}

/** An empty cell has no value, unless the schema requires one and allows null or an empty text. */
function emptyValue(types: ReadonlySet<CellType> | null, isRequired: boolean): unknown {
  if (!isRequired) return undefined;
  if (types === null || types.has('null')) return null;
  return types.has('string') ? '' : undefined;
}

/** Whether a text is how JavaScript writes a number that it stores exactly: not `007`, `1.10` or `9007199254740993`. */
export function isExactNumber(text: string): boolean {
  const number = Number(text);
  return String(number) === text && Number.isFinite(number) && Math.abs(number) <= Number.MAX_SAFE_INTEGER;
}

/** The JSON of a cell, or its text when it is not JSON, which the schema then refuses. */
function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

const CELL_TYPES: readonly string[] = ['string', 'number', 'boolean', 'null', 'object', 'array'];

function typesOf({ type, anyOf }: JsonSchema): ReadonlySet<CellType> | null {
  if (anyOf !== undefined) {
    const all = anyOf.map(typesOf);
    return all.some((types) => types === null) ? null : new Set(all.flatMap((types) => [...(types ?? [])]));
  }
  const types = [type ?? 'any'].flat().map((name) => (name === 'integer' ? 'number' : name));
  return types.every((name) => CELL_TYPES.includes(name)) ? new Set(types as CellType[]) : null;
}
