import type { z } from 'astro/zod';
import type { Collection, Collections } from '../schema/collection.ts';

/** A stored document: the output of its schema, with its id. */
export type DocumentOf<One extends Collection> = z.output<One['schema']> & { id: string | number };

/** A document with the related ones that `embed` and `expand` add. */
export type DocumentWithRelated<All extends Collections, Name extends keyof All> = DocumentOf<All[Name]> &
  Embedded<All> &
  Expanded<All, All[Name]['relations'][number]>;

/** Documents that refer to this one, under the name of their collection. */
type Embedded<All extends Collections> = {
  [Name in keyof All]?: DocumentOf<All[Name]>[];
};

/** The documents that a declared relation refers to, under its name. */
type Expanded<All extends Collections, Declared extends { as: string; collection: string }> = {
  [One in Declared as One['as']]?: One['collection'] extends keyof All
    ? DocumentOf<All[One['collection']]>
    : never;
};
