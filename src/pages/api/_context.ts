import { env } from 'cloudflare:workers';
import type { APIContext, APIRoute } from 'astro';
import { collections } from '../../collections.ts';
import { requireBearer } from '../../lib/auth/bearer.ts';
import { type Collection, findCollection } from '../../lib/documents/collection.ts';
import type { Relations } from '../../lib/documents/query/list-query.ts';
import type { Database } from '../../lib/documents/store/database.ts';
import type { Precondition } from '../../lib/documents/store/precondition.ts';
import { parseEntityTags } from '../../lib/http/entity-tag.ts';
import { pathSegments } from '../../lib/http/path-segments.ts';
import { Problem } from '../../lib/http/problem.ts';

/** What a path under /api names. */
export interface Target {
  collection: Collection;
  /** The segments behind the collection. */
  rest: string[];
}

/** The collection that a path names. */
export function targetOf(request: Request): Target {
  const [, name = '', ...rest] = pathSegments(request.url);
  return { collection: collectionNamed(name), rest };
}

export function collectionNamed(name: string): Collection {
  const collection = findCollection(collections, name);
  if (collection !== null) return collection;
  const names = Object.keys(collections).join(', ');
  throw new Problem(404, `There is no collection ${JSON.stringify(name)}; there are ${names}.`);
}

/** Lets anybody read public collections, and who has the token private ones, also where they are related ones. */
export async function authorizeRead(
  request: Request,
  collection: Collection,
  { embed, expand }: Relations,
): Promise<void> {
  const read = [collection, ...[...embed, ...expand].map((relation) => relation.collection)];
  if (read.some(({ access }) => access === 'private')) await authorizeWrite(request);
}

/** Lets who has the token write. */
export async function authorizeWrite(request: Request): Promise<void> {
  await requireBearer(request.headers, env.ADMIN_TOKEN);
}

export function databaseOf({ locals }: APIContext): Database {
  return { d1: env.DB, meter: locals.meter };
}

export function preconditionOf({ headers }: Request): Precondition {
  return {
    ifMatch: parseEntityTags(headers.get('if-match')),
    ifNoneMatch: parseEntityTags(headers.get('if-none-match')),
  };
}

/** Answers a method that a resource does not have. An unknown collection is unknown whatever the method. */
export function methodNotAllowed(...methods: string[]): APIRoute {
  const allow = [...methods, 'OPTIONS'].join(', ');
  return ({ request }) => {
    targetOf(request);
    throw new Problem(405, `${request.method} is not possible here; ${allow} are.`, { headers: { allow } });
  };
}
