import type { getLiveCollection, getLiveEntry } from 'astro:content';
import { z } from 'astro/zod';
import { describe, expectTypeOf, it } from 'vitest';
import type { DocumentOf, DocumentWithRelated } from '../../../../src/lib/documents/live/document-type.ts';
import type { Where } from '../../../../src/lib/documents/live/where-type.ts';
import { defineCollections } from '../../../../src/lib/documents/schema/collection.ts';

const collections = defineCollections({
  posts: {
    schema: z.strictObject({
      title: z.string(),
      likes: z.number().optional(),
      tags: z.array(z.string()),
      place: z.strictObject({ city: z.string() }),
      published: z.string().transform((text) => text.length),
      writer: z.string(),
    }),
    relations: { author: { collection: 'authors', key: 'writer' } },
  },
  authors: { schema: z.looseObject({ name: z.string() }) },
});
type All = typeof collections;
type Post = DocumentOf<All['posts']>;

describe('the type of a document', () => {
  it('is what its schema returns, with an id', () => {
    expectTypeOf<Post['title']>().toEqualTypeOf<string>();
    expectTypeOf<Post['likes']>().toEqualTypeOf<number | undefined>();
    expectTypeOf<Post['published']>().toEqualTypeOf<number>();
    expectTypeOf<Post['id']>().toEqualTypeOf<string | number>();
  });

  it('has the documents of relations, which may be absent', () => {
    type Shown = DocumentWithRelated<All, 'posts'>;
    expectTypeOf<Shown['author']>().toEqualTypeOf<DocumentOf<All['authors']> | undefined>();
    type Author = DocumentWithRelated<All, 'authors'>;
    expectTypeOf<NonNullable<Author['posts']>[number]['title']>().toEqualTypeOf<string>();
  });
});

describe('the type of conditions', () => {
  it('takes values and operators of the type of the field', () => {
    expectTypeOf<{ title: 'x'; likes: { gte: 2 } }>().toExtend<Where<Post>>();
    expectTypeOf<{ tags: { has: 'x' }; place: { city: { startsWith: 'B' } } }>().toExtend<Where<Post>>();
    expectTypeOf<{ or: [{ title: 'x' }, { likes: { in: [1, 2] } }] }>().toExtend<Where<Post>>();
    expectTypeOf<{ name: 'Yan'; undeclared: 1 }>().toExtend<Where<DocumentOf<All['authors']>>>();
  });

  it('refuses values of another type', () => {
    expectTypeOf<{ likes: 'many' }>().not.toExtend<Where<Post>>();
    expectTypeOf<{ likes: { contains: '2' } }>().not.toExtend<Where<Post>>();
    expectTypeOf<{ tags: 'x' }>().not.toExtend<Where<Post>>();
    expectTypeOf<{ place: { city: 7 } }>().not.toExtend<Where<Post>>();
  });
});

describe('the types of astro:content', () => {
  type Declared = typeof import('../../../../src/collections.ts').collections;
  type Name = keyof Declared & string;

  it('are those of src/collections.ts, whichever collections it has', () => {
    type Shown = {
      [One in Name]: NonNullable<
        Awaited<ReturnType<typeof getLiveCollection<One>>>['entries']
      >[number]['data'];
    };
    expectTypeOf<Shown>().toEqualTypeOf<{ [One in Name]: DocumentWithRelated<Declared, One> }>();
    type Entry = {
      [One in Name]: NonNullable<Awaited<ReturnType<typeof getLiveEntry<One>>>['entry']>['data'];
    };
    expectTypeOf<Entry>().toEqualTypeOf<Shown>();
  });

  it('take conditions of the fields and names of collections', () => {
    type Filters = { [One in Name]: NonNullable<Parameters<typeof getLiveCollection<One>>[1]> };
    type Wanted = { [One in Name]: { filter: Where<DocumentOf<Declared[One]>>; embed: Name[] } };
    expectTypeOf<Wanted>().toExtend<Filters>();
    expectTypeOf<{ embed: ['no collection'] }>().not.toExtend<Filters[Name]>();
    expectTypeOf<{ filter: 7 }>().not.toExtend<Filters[Name]>();
  });
});
