import { z } from 'astro/zod';
import { expect, it } from 'vitest';
import { parseRelations } from '../../../../src/lib/documents/query/relations.ts';
import { defineCollections } from '../../../../src/lib/documents/schema/collection.ts';

const reference = z.number().optional();

const collections = defineCollections({
  // Names that are their own singular.
  series: { schema: z.strictObject({ name: z.string() }) },
  address: { schema: z.looseObject({}) },
  // Names whose plural is not what a rule makes of their singular.
  data: { schema: z.strictObject({ peopleId: reference }) },
  people: { schema: z.looseObject({ addressId: reference }) },
  episodes: { schema: z.strictObject({ seriesId: reference, personId: reference, datumId: reference }) },
});
type Name = keyof typeof collections;

function relationsOf(name: Name, embed: string[], expand: string[]) {
  const relations = parseRelations(embed, expand, collections[name], collections);
  return {
    embed: relations.embed.map(({ collection }) => collection.name),
    expand: relations.expand.map(({ as, collection }) => `${as} of ${collection.name}`),
  };
}

it.each<[Name, string, string]>([
  ['episodes', 'series', 'series of series'],
  ['episodes', 'person', 'person of people'],
  ['episodes', 'datum', 'datum of data'],
  ['people', 'address', 'address of address'],
])('for %s, both _expand and _embed accept the singular %s', (name, singular, expanded) => {
  const expected = { embed: [], expand: [expanded] };
  expect(relationsOf(name, [], [singular])).toEqual(expected);
  expect(relationsOf(name, [singular], [])).toEqual(expected);
  expect(relationsOf(name, [singular], [singular])).toEqual(expected);
});

it.each<[Name, string]>([
  ['series', 'episodes'],
  ['people', 'episodes'],
  ['address', 'people'],
])('for %s, _embed accepts the children %s', (name, children) => {
  expect(relationsOf(name, [children], [])).toEqual({ embed: [children], expand: [] });
});

it.each(Object.keys(collections) as Name[])(
  'the relations that an error of %s lists are accepted',
  (name) => {
    let message = '';
    try {
      relationsOf(name, ['nothing'], []);
    } catch (error) {
      message = String(error);
    }
    const offers = Array.from(message.matchAll(/_(embed|expand)=([\w-]+)/g));
    expect(offers).not.toHaveLength(0);
    for (const [, parameter = '', offered = ''] of offers) {
      expect(() =>
        relationsOf(
          name,
          ...((parameter === 'embed' ? [[offered], []] : [[], [offered]]) as [string[], string[]]),
        ),
      ).not.toThrow();
    }
  },
);

it.each<[Name, string[], string[], string]>([
  ['episodes', ['persons'], [], '_embed'],
  ['episodes', [], ['people'], '_expand'],
  ['series', [], ['episode'], '_expand'],
  // Both would be the member `address`.
  ['address', ['address'], ['address'], '_expand'],
])('%s with _embed=%s and _expand=%s is refused in %s', (name, embed, expand, parameter) => {
  expect(() => relationsOf(name, embed, expand)).toThrow(`The parameter ${parameter} cannot be`);
});
