import { env } from 'cloudflare:workers';
import type { APIContext, APIRoute } from 'astro';
import { collections } from '../../collections.ts';
import { requireBearer } from '../../lib/auth/bearer.ts';
import type { AnswerKind } from '../../lib/cache/policy.ts';
import { cacheRead } from '../../lib/documents/cache-read.ts';
import type { ListQuery, Relations } from '../../lib/documents/query/list-query.ts';
import { listResponse } from '../../lib/documents/responses.ts';
import { type Collection, findCollection } from '../../lib/documents/schema/collection.ts';
import type { Database } from '../../lib/documents/store/database.ts';
import type { Precondition } from '../../lib/documents/store/precondition.ts';
import { readList } from '../../lib/documents/store/read.ts';
import { parseEntityTags } from '../../lib/http/entity-tag.ts';
import { pathSegments } from '../../lib/http/path-segments.ts';
import { Problem } from '../../lib/http/problem.ts';

/** What a path under /api names. */
interface Target {
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
  throw new Problem(
    'no-such-collection',
    `There is no collection ${JSON.stringify(name)}; there are ${names}.`,
  );
}

/** Lets anybody read public collections, and who has the token private ones. */
export async function authorizeRead(request: Request, ...read: Collection[]): Promise<void> {
  if (read.some(({ access }) => access === 'private')) await authorizeWrite(request);
}

/** Authorises the related collections of an answer too. */
export async function authorizeRelated(request: Request, { embed, expand }: Relations): Promise<void> {
  await authorizeRead(request, ...[...embed, ...expand].map(({ collection }) => collection));
}

/** The list of a collection for a query, as an answer: the same for all routes that list. */
export async function answerList(
  context: APIContext,
  kind: AnswerKind,
  collection: Collection,
  query: ListQuery,
): Promise<Response> {
  const { request } = context;
  await authorizeRelated(request, query.relations);
  cacheRead(context, kind, collection, query.relations);
  const known = parseEntityTags(request.headers.get('if-none-match')) ?? [];
  return listResponse(request, query, await readList(databaseOf(context), collection, query, known));
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
    throw new Problem('method-not-allowed', `${request.method} is not allowed; allowed: ${allow}.`, {
      headers: { allow },
    });
  };
}
