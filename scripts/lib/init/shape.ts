import { isExactNumber } from '../import/read/cell-value.ts';
import { ALL_FORMATS, formatsOf, type TextFormat } from './text-format.ts';

/** The facts about the values at one place in many documents. */
export interface Shape {
  nulls: number;
  booleans: number;
  numbers: number;
  texts: TextShape;
  arrays: number;
  /** The items of all arrays. */
  items: Shape | null;
  objects: number;
  /** The members of all objects; `null` where they are too many or too deep to be named. */
  fields: Map<string, Shape> | null;
}

interface TextShape {
  count: number;
  formats: readonly TextFormat[];
  /** Whether every text is how JavaScript writes a number. */
  areNumbers: boolean;
  /** How often each text occurs; `null` for many different or long ones. */
  distinct: Map<string, number> | null;
}

/** Levels of nesting whose fields are named, as in queries. */
const MAX_DEPTH = 8;
/** The most members of an object that are named. An object with more is a dictionary. */
const MAX_FIELDS = 100;
/** The most different texts of a field that are counted. */
const MAX_DISTINCT = 8;
/** The most characters of a text that is counted. */
const MAX_LENGTH = 30;

export function newShape(): Shape {
  return {
    nulls: 0,
    booleans: 0,
    numbers: 0,
    texts: { count: 0, formats: ALL_FORMATS, areNumbers: true, distinct: new Map() },
    arrays: 0,
    items: null,
    objects: 0,
    fields: new Map(),
  };
}

/** Adds a value of JSON to a shape. */
export function observe(shape: Shape, value: unknown, depth = 1): void {
  if (value === null) shape.nulls += 1;
  else if (typeof value === 'boolean') shape.booleans += 1;
  else if (typeof value === 'number') shape.numbers += 1;
  else if (typeof value === 'string') observeText(shape.texts, value);
  else if (Array.isArray(value)) observeItems(shape, value, depth);
  else observeMembers(shape, value as object, depth);
}

function observeText(texts: TextShape, text: string): void {
  texts.count += 1;
  texts.formats = formatsOf(text, texts.formats);
  texts.areNumbers &&= isExactNumber(text);
  if (texts.distinct === null) return;
  texts.distinct.set(text, (texts.distinct.get(text) ?? 0) + 1);
  if (texts.distinct.size > MAX_DISTINCT || text.length > MAX_LENGTH) texts.distinct = null;
}

function observeItems(shape: Shape, items: readonly unknown[], depth: number): void {
  shape.arrays += 1;
  if (items.length === 0 || depth >= MAX_DEPTH) return;
  shape.items ??= newShape();
  for (const item of items) observe(shape.items, item, depth + 1);
}

function observeMembers(shape: Shape, members: object, depth: number): void {
  shape.objects += 1;
  if (depth >= MAX_DEPTH) shape.fields = null;
  for (const [name, value] of Object.entries(members)) {
    if (shape.fields === null) return;
    const field = shape.fields.get(name) ?? newShape();
    shape.fields.set(name, field);
    observe(field, value, depth + 1);
    if (shape.fields.size > MAX_FIELDS && depth > 1) shape.fields = null;
  }
}

/** How many values a shape has seen, null included. */
export function countOf({ nulls, booleans, numbers, texts, arrays, objects }: Shape): number {
  return nulls + booleans + numbers + texts.count + arrays + objects;
}

/** Whether all values are texts, numbers, booleans or null, and not all null. */
export function isScalar({ nulls, arrays, objects, ...shape }: Shape): boolean {
  return arrays + objects === 0 && countOf({ ...shape, nulls, arrays, objects }) > nulls;
}
