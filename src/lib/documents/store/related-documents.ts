import sql, { join, raw, type Sql } from 'sql-template-tag';
import { byteLength } from '../../http/bytes.ts';
import { Problem } from '../../http/problem/problem.ts';
import { MAX_RESPONSE_BYTES } from '../limits.ts';
import type { Collection } from '../schema/collection.ts';
import type { FieldReference } from '../schema/field-reference.ts';
import type { Embed, Expand, Relations } from '../schema/related-collections.ts';
import { relatedOf } from '../schema/related-collections.ts';
import { MAX_EMBEDDED_OF_LARGE } from './list-bounds.ts';
import { fieldValue } from './sql/field-value.ts';
import { nameLiteral, table } from './sql/table-names.ts';
import { withinBytes } from './sql/within-bytes.ts';

/** Maximum documents that one response embeds; of a large collection, `MAX_EMBEDDED_OF_LARGE`. */
const MAX_EMBEDDED = 10_000;

/** A related document; `key` is the id (embed) or foreign key (expand) of the documents it is added to. */
export interface RelatedRow {
  key: string;
  body: string;
  /** The bytes or the number of documents up to this one, as a share of the limit of the relation. */
  share: number;
}

/** A document that related ones are added to; `keys`: its foreign keys in the order of `expand`, as a JSON array. */
export interface OwnerRow {
  id: string;
  body: string;
  keys: string;
}

/** The members of a response that hold related documents. */
export function relationNames({ embed, expand }: Relations): string[] {
  return [...embed.map(({ collection }) => collection.name), ...expand.map(({ as }) => as)];
}

/** The names of the related collections, each once. */
export function relatedCollections(relations: Relations): string[] {
  return [...new Set(relatedOf({ relations }).map(({ name }) => name))];
}

/** SQL of `OwnerRow.keys` for a row named `d`. */
export function keysOf({ expand }: Relations): Sql {
  const keys = expand.map(({ foreignKey }) => keyOf(foreignKey));
  return keys.length === 0 ? sql`'[]'` : sql`json_array(${join(keys)})`;
}

/**
 * One SELECT of `RelatedRow`s per relation, embedded ones first.
 *
 * @param owners the rest of a SELECT from `documents AS d` that finds the documents of the response
 * @param gate SQL that is false to read no rows
 */
export function relatedStatements({ embed, expand }: Relations, owners: Sql, gate: Sql): Sql[] {
  return [
    ...embed.map((relation) => embeddedSelect(relation, owners, gate)),
    ...expand.map((relation) => expandedSelect(relation, owners, gate)),
  ].map(({ collection, key, found }) => {
    const limit = MAX_RESPONSE_BYTES / (embed.length + expand.length);
    return sql`SELECT ${key} AS key, d.body AS body, max(part.upto / ${limit}, part.position / part.most) AS share
      ${withinBytes(collection, found, limit)}`;
  });
}

/** The collection and the key of a related document, and a SELECT that finds the documents and their sizes. */
interface RelatedSelect {
  collection: Collection;
  key: Sql;
  found: Sql;
}

function embeddedSelect({ collection, foreignKey }: Embed, owners: Sql, gate: Sql): RelatedSelect {
  const most = sql`CASE WHEN ${isLarge(collection)} THEN ${foreignKey.isIndexed ? MAX_EMBEDDED_OF_LARGE : 0} ELSE ${MAX_EMBEDDED} END`;
  const ids = sql`SELECT DISTINCT CAST(d.id AS TEXT) ${owners}`;
  // A join finds the documents by the index, where IN with a UNION scans them.
  const rows = foreignKey.isIndexed
    ? sql`FROM owner CROSS JOIN ${table(collection)} AS d ON ${fieldValue(foreignKey)} = owner.id`
    : sql`FROM ${table(collection)} AS d NOT INDEXED WHERE ${fieldValue(foreignKey)} IN (SELECT id FROM owner)`;
  const found = sql`WITH ${bothForms('owner', ids)}
    SELECT d.seq AS seq, octet_length(d.body) AS bytes, ${most} AS most ${rows}
    LIMIT CASE WHEN ${gate} THEN ${most} + 1 ELSE 0 END`;
  return { collection, key: keyOf(foreignKey), found };
}

function expandedSelect({ collection, foreignKey }: Expand, owners: Sql, gate: Sql): RelatedSelect {
  const ids = sql`SELECT DISTINCT ${keyOf(foreignKey)} ${owners}`;
  const found = sql`WITH ${bothForms('pointed', ids)}
    SELECT d.seq AS seq, octet_length(d.body) AS bytes, 1e9 AS most
    FROM pointed CROSS JOIN ${table(collection)} AS d ON d.id = pointed.id
    LIMIT CASE WHEN ${gate} THEN -1 ELSE 0 END`;
  return { collection, key: sql`CAST(d.id AS TEXT)`, found };
}

/** SQL: whether a collection has more documents than may be scanned. */
function isLarge({ name, limits }: Collection): Sql {
  return sql`(SELECT documents > ${limits.scan} FROM _collections WHERE name = ${nameLiteral(name)})`;
}

/** An embedded relation, by its position, that would scan a large collection. */
export type RefusedRelation = `relation ${number}`;

/** SQL of the first `RefusedRelation`, or NULL. */
export function refusedRelation({ embed }: Relations): Sql {
  const scanning = embed.flatMap(({ collection, foreignKey }, i) =>
    foreignKey.isIndexed ? [] : [sql`WHEN ${isLarge(collection)} THEN ${`relation ${i}`}`],
  );
  return scanning.length === 0 ? raw('NULL') : sql`CASE ${join(scanning, ' ')} END`;
}

/** A common table expression of ids as text, and as numbers where they are written as numbers. */
function bothForms(name: string, ids: Sql): Sql {
  return sql`texts (id) AS MATERIALIZED (${ids}), ${raw(name)} (id) AS MATERIALIZED (
    SELECT id FROM texts UNION ALL SELECT CAST(id AS INTEGER) FROM texts WHERE CAST(CAST(id AS INTEGER) AS TEXT) = id
  )`;
}

function keyOf(foreignKey: FieldReference): Sql {
  return sql`CAST(${fieldValue(foreignKey)} AS TEXT)`;
}

/** The text of a document with its related ones added. `bodyWithout` has removed members of the same name. */
export function bodyWithRelated(
  { embed, expand }: Relations,
  owner: OwnerRow,
  related: readonly ReadonlyMap<string, readonly string[]>[],
): string {
  if (related.length === 0) return owner.body;
  const keys: unknown[] = JSON.parse(owner.keys);
  const members = [
    ...embed.map(
      ({ collection }, i) => `"${collection.name}":[${related[i]?.get(owner.id)?.join(',') ?? ''}]`,
    ),
    ...expand.flatMap(({ as }, i) => {
      const [body] = related[embed.length + i]?.get(String(keys[i])) ?? [];
      return body === undefined ? [] : [`"${as}":${body}`];
    }),
  ];
  const own = owner.body.slice(1, -1);
  return `{${[...(own === '' ? [] : [own]), ...members].join(',')}}`;
}

/** The documents with their related ones, until they have 8 MB; at least one. */
export function bodiesWithRelated(
  relations: Relations,
  owners: readonly OwnerRow[],
  related: readonly ReadonlyMap<string, readonly string[]>[],
): string[] {
  const bodies: string[] = [];
  let bytes = 0;
  for (const owner of owners) {
    const body = bodyWithRelated(relations, owner, related);
    bytes += byteLength(body);
    if (bytes > MAX_RESPONSE_BYTES && bodies.length > 0) break;
    bodies.push(body);
  }
  return bodies;
}

/**
 * Groups bodies by key, in order.
 *
 * @throws Problem 400 for more related documents, or more bytes of them, than one response may have
 */
export function groupByKey(rows: readonly RelatedRow[]): ReadonlyMap<string, readonly string[]> {
  if ((rows.at(-1)?.share ?? 0) > 1) {
    throw new Problem(
      'query-too-large',
      `The related documents are more than ${MAX_EMBEDDED} (of a large collection: ${MAX_EMBEDDED_OF_LARGE}), or have more than ${MAX_RESPONSE_BYTES} bytes; ask for a shorter page or fewer relations.`,
    );
  }
  const groups = new Map<string, string[]>();
  for (const { key, body } of rows) {
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [body]);
    else group.push(body);
  }
  return groups;
}
