import { z } from 'astro/zod';
import { defineCollections } from '../../../src/lib/documents/schema/collection.ts';

/** 64 different letters, each with a capital beyond ASCII. */
export const LETTERS = 'абвгдежзийклмнопрстуфхцчшщъыьэюяαβγδεζηθικλμνξοπρςτυφχψωéèêëàâäç';

/** Makes a path of 8 names. Two of them are numbers, so SQL reads it in four ways. */
export const path = (i: number) => `ж${i}.0.é.1.a.b.c.d`;
/** A loose collection with 9 that refer to it and 9 that it refers to. */
export const relatives = Array.from({ length: 9 }, (_, i) => String.fromCharCode(97 + i));
const anything = { schema: z.looseObject({}) };
export const collections = defineCollections({
  things: anything,
  ...Object.fromEntries(relatives.map((letter) => [`kind${letter}s`, anything])),
});
export const THINGS = collections.things;
