import { isInherited } from '../../../src/lib/documents/schema/reserved-names.ts';
import { countOf, type Shape } from './shape.ts';

/** The name of the constant that `NUMBER_SOURCE` declares. */
const NUMBER = 'numeric';

/** A field with numbers, of which forms send some as text. `z.coerce.number()` would turn null into 0. */
export const NUMBER_SOURCE = `/** A number. Forms send it as text. */
const ${NUMBER} = z.union([z.number(), z.string().regex(/^-?\\d+(\\.\\d+)?$/).transform(Number).pipe(z.number())]);`;

/** Names of fields that usually have few different values. */
const ENUM_NAME = /(^|_)(status|type|kind|role|level|priority|severity|visibility|gender|stage|phase)$/i;
const ENUM_SUFFIX = /(Status|Type|Kind|Role|Level|Priority|Severity|Visibility|Gender|Stage|Phase)$/;
/** An enum needs this many texts, and this many occurrences of each value. */
const MIN_ENUM_TEXTS = 20;
const MIN_OCCURRENCES = 2;

/** The source of a Zod schema that every value of a shape satisfies. */
function schemaSource(shape: Shape, name = ''): string {
  const alternatives = alternativesOf(shape, name);
  const [only] = alternatives;
  // A field that is null everywhere says nothing about its type.
  if (only === undefined) return 'z.unknown()';
  return alternatives.length === 1 ? only : `z.union([${alternatives.join(', ')}])`;
}

/**
 * The source of a loose object with these fields.
 *
 * @param objects how many objects have been seen: a field with fewer values is optional
 */
export function objectSource(fields: ReadonlyMap<string, Shape> | null, objects: number): string {
  const named = [...(fields ?? [])].filter(([name]) => !isInherited(name));
  const members = named.map(([name, shape]) => {
    return `${JSON.stringify(name)}: ${fieldSource(shape, name, countOf(shape) < objects)}`;
  });
  return members.length === 0 ? 'z.looseObject({})' : `z.looseObject({ ${members.join(', ')} })`;
}

function fieldSource(shape: Shape, name: string, isOptional: boolean): string {
  const source = schemaSource(shape, name);
  const isNullable = shape.nulls > 0 && source !== 'z.unknown()';
  if (isNullable) return `${source}.${isOptional ? 'nullish' : 'nullable'}()`;
  return isOptional ? `${source}.optional()` : source;
}

function alternativesOf(shape: Shape, name: string): string[] {
  const { booleans, numbers, texts, arrays, items, objects, fields } = shape;
  const isNumeric = isNumberSometimesText(shape);
  return [
    ...(texts.count > 0 && !isNumeric ? [textSource(shape, name)] : []),
    ...(numbers > 0 ? [isNumeric ? NUMBER : 'z.number()'] : []),
    ...(booleans > 0 ? ['z.boolean()'] : []),
    ...(arrays > 0 ? [`z.array(${items === null ? 'z.unknown()' : itemSource(items)})`] : []),
    ...(objects > 0 ? [objectSource(fields, objects)] : []),
  ];
}

function itemSource(items: Shape): string {
  return fieldSource(items, '', false);
}

/** Whether most values are numbers, and every text is the exact form of a number. */
function isNumberSometimesText({ numbers, texts }: Shape): boolean {
  return texts.count > 0 && texts.areNumbers && numbers > texts.count;
}

/** Whether the source of a shape uses the constant that `NUMBER_SOURCE` declares. */
export function hasNumbersAsText(shape: Shape): boolean {
  const inner = [...(shape.items === null ? [] : [shape.items]), ...(shape.fields?.values() ?? [])];
  return isNumberSometimesText(shape) || inner.some(hasNumbersAsText);
}

function textSource({ texts, numbers, booleans }: Shape, name: string): string {
  const [format] = texts.formats;
  if (format !== undefined) return format.source;
  const isPlain = numbers + booleans === 0 && (ENUM_NAME.test(name) || ENUM_SUFFIX.test(name));
  const values = [...(texts.distinct ?? [])];
  const isKnown =
    texts.count >= MIN_ENUM_TEXTS &&
    values.length > 1 &&
    values.every(([text, count]) => text !== '' && count >= MIN_OCCURRENCES);
  if (!isPlain || !isKnown) return 'z.string()';
  return `z.enum(${JSON.stringify(values.map(([text]) => text).toSorted())})`;
}
