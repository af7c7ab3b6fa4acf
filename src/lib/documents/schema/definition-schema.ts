import { z } from 'astro/zod';
import { list, settings, wholeNumber } from '../../definition/setting-schemas.ts';

/** The longest lifetime of a response, in seconds: a year. */
const YEAR_SECONDS = 365 * 86_400;

const TEXT = z.string('must be text');

const RULE = z.enum(['public', 'token'], 'must be "public" or "token"').exactOptional();
const ACCESS_RULE =
  'must be "public" or "private", or an object that says "public" or "token" for read, create, update and delete';

/** Checks each setting of a collection by itself, whether or not the owner's editor checks types. */
const COLLECTION_DEFINITION = settings({
  schema: z.custom<z.ZodObject>(
    (schema) => schema instanceof z.ZodObject,
    'must be a Zod object: use z.strictObject to reject fields it does not name or z.looseObject to store them. ' +
      'Unions, records and transforms may be fields of it',
  ),
  indexes: list(
    z.union([TEXT, list(TEXT).min(1, 'must name a field')], 'must be a field or a list of fields'),
  )
    .refine((fields) => new Set(fields.map(String)).size === fields.length, 'must not list an index twice')
    .exactOptional(),
  search: z
    .union(
      [z.boolean(), list(TEXT).min(1, 'must name a field').max(50, 'must name at most 50 fields')],
      'must be true, false or a list of fields',
    )
    .exactOptional(),
  changes: z.boolean('must be true or false').exactOptional(),
  singleton: z.boolean('must be true or false').exactOptional(),
  renamedFrom: TEXT.exactOptional(),
  limits: settings({
    scan: wholeNumber(0, 1_000_000_000).exactOptional(),
    count: wholeNumber(0, 1_000_000_000).exactOptional(),
  }).exactOptional(),
  cache: settings({
    maxAge: wholeNumber(0, YEAR_SECONDS).exactOptional(),
    swr: wholeNumber(0, YEAR_SECONDS).exactOptional(),
  }).exactOptional(),
  access: z
    .union(
      [z.enum(['public', 'private']), settings({ read: RULE, create: RULE, update: RULE, delete: RULE })],
      ACCESS_RULE,
    )
    .exactOptional(),
  singular: TEXT.exactOptional(),
  relations: z
    .record(z.string(), settings({ collection: TEXT, key: TEXT }), 'must be relations by name')
    .exactOptional(),
});

/** Checks the settings of all collections. */
export const COLLECTIONS_DEFINITION = z.record(
  z.string(),
  COLLECTION_DEFINITION,
  'must be collections by name',
);
