import { z } from 'astro/zod';
import { GREATEST_CHOSEN_ID, MAX_ID_LENGTH } from '../documents/body/document-id.ts';
import { declaredRelations } from '../documents/query/declared-relations.ts';
import type { Collection, Collections } from '../documents/schema/collection.ts';
import { RESERVED_ID } from '../documents/schema/reserved-names.ts';
import { asComponent } from './component-refs.ts';
import type { ObjectSchema, Reference, Schema } from './openapi-types.ts';
import { refTo } from './references.ts';

/** An id of a document that exists. */
export const ID: Schema = { type: ['integer', 'string'] };

/** The texts that `idViolation` of `documents/body/document-id.ts` accepts. */
const CHOSEN_TEXT = `^(?!(\\.{1,2}|${RESERVED_ID})$)[^\\u0000-\\u001f\\u007f]*$`;

/** An id that a client chooses. */
const CHOSEN_ID: Schema = {
  anyOf: [
    { type: 'integer', minimum: -Number.MAX_SAFE_INTEGER, maximum: GREATEST_CHOSEN_ID },
    { type: 'string', maxLength: MAX_ID_LENGTH, pattern: CHOSEN_TEXT },
    { type: 'null' },
  ],
  description: 'If it is absent, null or an empty string, the document gets the next number.',
};

/** The forms of a document: in responses (`document`), in `POST` and `PUT` (`new`), and in `PATCH` (`patch`). */
type Form = 'document' | 'new' | 'patch';

/** A reference to the schema of a form. No collection has a dot in its name, so no two schemas have the same name. */
export function schemaRef({ name }: Pick<Collection, 'name'>, form: Form): Reference {
  return refTo('schemas', nameOf(name, form));
}

function nameOf(collection: string, form: Form): string {
  return form === 'document' ? collection : `${collection}.${form}`;
}

/** The schemas of a collection, by the name of their component. */
export function collectionSchemas(collection: Collection, collections: Collections): Record<string, Schema> {
  const { name, schema, isSingleton } = collection;
  const place = (form: Form) => schemaRef(collection, form).$ref;
  // The body of a `POST` is the input of transforms and defaults.
  const input = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as Schema;
  const sent = asComponent(input, place('new'));
  return {
    [nameOf(name, 'document')]: documentSchema(collection, collections),
    [nameOf(name, 'new')]: isSingleton ? sent : withMembers(sent, { id: CHOSEN_ID }),
    [nameOf(name, 'patch')]: patchSchema(asComponent(input, place('patch'))),
  };
}

/** A stored document, and the related ones that `_embed` and `_expand` add. */
function documentSchema(collection: Collection, collections: Collections): Schema {
  const { embed, expand } = declaredRelations(collection, collections);
  const related: Record<string, Schema> = Object.fromEntries<Schema>([
    ...embed.map((one): [string, Schema] => [
      one.collection.name,
      {
        type: 'array',
        items: schemaRef(one.collection, 'document'),
        description: `\`_embed=${one.collection.name}\``,
      },
    ]),
    ...expand.map((one): [string, Schema] => [
      one.as,
      {
        anyOf: [schemaRef(one.collection, 'document'), { type: 'null' }],
        description: `\`_expand=${one.as}\``,
      },
    ]),
  ]);
  const stored = asComponent(collection.jsonSchema as Schema, schemaRef(collection, 'document').$ref);
  // A field of the schema takes precedence over a relation of the same name.
  const whole = withMembers(
    stored,
    Object.fromEntries(Object.entries(related).filter(([as]) => !(as in (stored.properties ?? {})))),
  );
  if (collection.isSingleton) return whole;
  return { ...withMembers(whole, { id: ID }), required: ['id', ...(stored.required ?? [])] };
}

function withMembers(schema: ObjectSchema, members: Record<string, Schema>): ObjectSchema {
  const { id, ...others } = members;
  const properties = { ...(id !== undefined && { id }), ...schema.properties, ...others };
  return { ...schema, properties };
}

/** The schema of a JSON Merge Patch (RFC 7396). It has any members; null removes one that is not required. */
function patchSchema(schema: ObjectSchema): Schema {
  const { properties, required = [], ...rest } = schema;
  if (properties === undefined) return schema;
  const patched = Object.entries(properties).map(([name, member]) => {
    const value = patchSchema(member);
    return [name, required.includes(name) ? value : { anyOf: [value, { type: 'null' }] }];
  });
  return { ...rest, properties: Object.fromEntries(patched) };
}
