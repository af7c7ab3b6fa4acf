import { z } from 'astro/zod';
import { describe, expect, it } from 'vitest';
import { defineCollections } from '../../../../../src/lib/documents/schema/collection.ts';

const define = (field: z.ZodType) => () =>
  defineCollections({ logs: { schema: z.strictObject({ text: z.string(), field }) } });

interface Tree {
  children: Tree[];
  at: Date;
}
const tree: z.ZodType<Tree> = z.strictObject({ children: z.array(z.lazy(() => tree)), at: z.date() });

describe('defineCollections() refuses a schema that no JSON document satisfies, and names the field:', () => {
  it.each<[string, z.ZodType, RegExp]>([
    ['bigint', z.bigint(), /use z\.string\(\) or z\.int\(\)/],
    ['bigint, coerced', z.coerce.bigint(), /bigint/],
    ['bigint, optional', z.bigint().optional(), /bigint/],
    ['int64', z.int64(), /bigint/],
    ['literal of a bigint', z.literal(1n), /bigint/],
    ['date', z.date(), /use z\.iso\.datetime\(\)/],
    ['date, coerced', z.coerce.date(), /use z\.iso\.datetime\(\)/],
    ['date with a default', z.date().default(() => new Date()), /z\.iso\.datetime/],
    ['date, nullable', z.date().nullable(), /z\.iso\.datetime/],
    [
      'date of a codec',
      z.codec(z.iso.datetime(), z.date(), { decode: (s) => new Date(s), encode: String }),
      /z\.date/,
    ],
    ['date behind preprocess()', z.preprocess((value) => new Date(String(value)), z.date()), /z\.date/],
    ['map', z.map(z.string(), z.string()), /use z\.record\(\)/],
    ['set', z.set(z.string()), /use z\.array\(\)/],
    ['symbol', z.symbol(), /z\.symbol/],
    ['undefined', z.undefined(), /\.optional\(\)/],
    ['void', z.void(), /\.optional\(\)/],
    ['never', z.never(), /\.optional\(\)/],
    ['NaN', z.nan(), /z\.number/],
    ['promise', z.promise(z.string()), /promise/],
    ['file', z.file(), /URL/],
    ['class', z.instanceof(URL), /z\.instanceof\(URL\)/],
    ['async refine()', z.string().refine(async () => true), /asynchronous/],
    ['refine() that returns a promise', z.string().refine(() => Promise.resolve(true)), /asynchronous/],
    ['async superRefine()', z.string().superRefine(async () => undefined), /asynchronous/],
    ['async transform()', z.string().transform(async (text) => text), /asynchronous/],
    [
      'transform() that returns a promise',
      z.string().transform((text) => Promise.resolve(text)),
      /asynchronous/,
    ],
    [
      'async superRefine() of an object',
      z.strictObject({ a: z.string() }).superRefine(async () => undefined),
      /asynchronous/,
    ],
    [
      'transform() of an object to a Map',
      z.strictObject({ a: z.int() }).transform((o) => new Map([[1, o]])),
      /it returns a Map/,
    ],
    [
      'text with a minimum above its maximum',
      z.string().min(5).max(3),
      /minimum 5 is greater than its maximum 3/,
    ],
    ['number with a minimum above its maximum', z.number().min(5).max(3), /minimum 5/],
    ['array with a minimum above its maximum', z.array(z.string()).min(5).max(3), /minimum 5/],
    ['async refine() of a custom type', z.custom(async () => true), /asynchronous/],
    ['transform() to a Date', z.string().transform((text) => new Date(text)), /it returns a Date/],
    ['transform() to a bigint', z.int().transform((value) => BigInt(value)), /it returns a bigint/],
    [
      'transform() to a Map',
      z.array(z.string()).transform((list) => new Map([[1, list]])),
      /it returns a Map/,
    ],
    [
      'transform() to a Set inside',
      z.string().transform((text) => ({ all: new Set(text) })),
      /it returns a Set/,
    ],
    ['transform() to a function', z.string().transform((text) => () => text), /it returns a function/],
  ])('%s', (_, field, message) => {
    expect(define(field)).toThrow(message);
    expect(define(field)).toThrow('The field "field" in the schema of logs');
  });

  it.each<[string, z.ZodType, string]>([
    ['an object', z.strictObject({ at: z.date() }), 'field.at'],
    ['an array', z.array(z.date()), 'field.*'],
    ['a tuple', z.tuple([z.string(), z.date()]), 'field.1'],
    ['a record', z.record(z.string(), z.date()), 'field.*'],
    ['a union', z.union([z.string(), z.date()]), 'field'],
    ['an intersection', z.intersection(z.any(), z.looseObject({ at: z.date() })), 'field.at'],
    ['a catchall', z.object({}).catchall(z.date()), 'field.*'],
    ['a recursive schema', tree, 'field.at'],
    ['read-only', z.strictObject({ at: z.date() }).readonly(), 'field.at'],
  ])('a date in %s', (_, field, place) => {
    expect(define(field)).toThrow(`The field "${place}" in the schema of logs`);
  });

  it('an async refine() of the document', () => {
    const schema = z.looseObject({ name: z.string(), at: z.strictObject({ x: z.int() }) });
    for (const asynchronous of [
      schema.refine(async () => true),
      schema.refine(() => Promise.resolve(true)),
      schema.superRefine(async () => undefined),
    ]) {
      expect(() => defineCollections({ logs: { schema: asynchronous } })).toThrow(/logs .*asynchronous/);
    }
  });
});

it.each<[string, z.ZodType]>([
  ['trim()', z.string().trim()],
  ['transform() to text', z.string().transform((text) => text.toUpperCase())],
  ['transform() to a number', z.string().transform(Number)],
  ['transform() of an empty text to undefined', z.string().transform((text) => text || undefined)],
  ['transform() that throws', z.string().transform((text) => JSON.parse(text))],
  ['bigint in the middle of a pipe', z.coerce.bigint().transform(String)],
  ['stringbool()', z.stringbool()],
  ['coerce.number()', z.coerce.number()],
  ['refine()', z.string().refine((text) => text !== 'x')],
  ['preprocess()', z.preprocess(String, z.string())],
  ['never, optional', z.never().optional()],
  ['union with undefined', z.union([z.string(), z.undefined()])],
  ['json()', z.json()],
  ['any', z.any()],
  ['bounds', z.array(z.number().min(1).max(1)).min(0).max(3)],
  ['a negative maximum', z.number().max(-5)],
  ['custom', z.custom<string>((value) => typeof value === 'string')],
  ['iso.datetime()', z.iso.datetime()],
])('defineCollections() accepts %s', (_, field) => {
  expect(define(field)).not.toThrow();
});

it.each<[string, unknown]>([
  ['union', z.union([z.strictObject({ a: z.string() }), z.strictObject({ b: z.string() })])],
  ['record', z.record(z.string(), z.number())],
  ['transform', z.strictObject({ a: z.string() }).transform(({ a }) => a)],
  ['array', z.array(z.string())],
  ['lazy', z.lazy(() => z.strictObject({}))],
  ['nothing', undefined],
])('defineCollections() refuses a schema of type %s and names strictObject and looseObject', (_, schema) => {
  expect(() => defineCollections({ logs: { schema: schema as z.ZodObject } })).toThrow(
    /logs\.schema: must be a Zod object: use z\.strictObject .*z\.looseObject/,
  );
});

describe('defineCollections() refuses a name that every JavaScript object inherits', () => {
  const NAMES = [...Object.getOwnPropertyNames(Object.prototype)].filter((name) => name !== '__proto__');
  const named = (name: string) => ({ [name]: z.string().optional() });

  it.each(NAMES)('%s, which a document without it would seem to have', (name) => {
    const all = `The schema of logs must not have a field "`;
    const field = z.looseObject(named(name));
    expect(() => defineCollections({ logs: { schema: field } })).toThrow(
      `${all}${name}": every JavaScript object`,
    );
    expect(define(field)).toThrow(`${all}field.${name}"`);
    expect(define(z.array(field).optional())).toThrow(`${all}field.*.${name}"`);
    expect(define(z.preprocess((value) => value, field))).toThrow(`${all}field.${name}"`);
    expect(define(z.record(z.enum(['a', name]), z.unknown()))).toThrow(`${all}field.${name}"`);
  });
});
