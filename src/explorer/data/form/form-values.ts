import { isObject, type Json, type JsonObject } from '../json.ts';
import { type FormField, pointerOf } from './form-fields.ts';
import { withValue } from './three-way.ts';

/** The texts of the inputs by the pointers of their fields. */
export type FormValues = Readonly<Record<string, string>>;

export function valueAt(document: JsonObject, path: readonly string[]): Json | undefined {
  return path.reduce<Json | undefined>(
    (value, name) => (isObject(value) ? value[name] : undefined),
    document,
  );
}

/** The text with which an input shows a value. */
export function textOf({ kind }: Pick<FormField, 'kind'>, value: Json | undefined): string {
  if (value === undefined) return '';
  if (kind === 'json') return JSON.stringify(value, null, 2);
  if (value === null) return '';
  return kind === 'list' && Array.isArray(value) ? value.join('\n') : String(value);
}

export function formValues(fields: readonly FormField[], document: JsonObject): FormValues {
  return Object.fromEntries(
    fields.map((field) => [pointerOf(field.path), textOf(field, valueAt(document, field.path))]),
  );
}

/** The document that a form says, and a message for each input that says nothing. */
export interface FormResult {
  document: JsonObject;
  errors: Readonly<Record<string, string>>;
}

/**
 * Writes the inputs that were changed into the document. What the schema says of values is left to the server, so a text
 * that is no number stays a text.
 */
export function documentOf(
  fields: readonly FormField[],
  values: FormValues,
  initial: JsonObject,
): FormResult {
  let document = initial;
  const errors: Record<string, string> = {};
  for (const field of fields) {
    const pointer = pointerOf(field.path);
    const text = values[pointer] ?? '';
    const before = valueAt(initial, field.path);
    if (text === textOf(field, before)) continue;
    try {
      document = withValue(document, field.path, parsed(field, text));
    } catch (error) {
      errors[pointer] = `This is not JSON: ${error instanceof Error ? error.message : String(error)}.`;
    }
  }
  return { document, errors };
}

/** @throws SyntaxError for a text that should be JSON */
function parsed(
  { kind, isRequired, isNullable, options, itemKind }: FormField,
  text: string,
): Json | undefined {
  if (text.trim() === '' && !(kind === 'text' && isRequired)) {
    if (kind === 'list' && isRequired) return [];
    return isRequired && isNullable ? null : undefined;
  }
  switch (kind) {
    case 'number':
    case 'integer':
      return numberOf(text);
    case 'id':
      return /^-?\d{1,15}$/.test(text) ? Number(text) : text;
    case 'boolean':
      return text === 'true' ? true : text === 'false' ? false : text;
    case 'enum':
      return options.find((option) => String(option) === text) ?? text;
    case 'list':
      return text
        .split('\n')
        .filter((line) => line.trim() !== '')
        .map((line) => (itemKind === 'number' || itemKind === 'integer' ? numberOf(line) : line.trim()));
    case 'json':
      return JSON.parse(text) as Json;
    default:
      return text;
  }
}

function numberOf(text: string): number | string {
  const number = Number(text);
  return Number.isFinite(number) ? number : text;
}
