import { env } from 'cloudflare:workers';
import type { APIContext } from 'astro';
import { collections } from '../collections.ts';
import { hasBearer, requireBearer } from '../lib/auth/bearer.ts';
import type { DocumentService } from '../lib/documents/document-service.ts';
import type { Build } from '../lib/documents/health.ts';
import { bookmarkOf } from '../lib/http/bookmark.ts';
import { cacheAs } from './cache-headers.ts';

/**
 * What `lib/documents` needs to serve one request. Reads may be answered by any replica; a client that sends a bookmark
 * gets at least the state of the bookmark, past the cache. Writes start at the primary.
 */
export function documents(context: APIContext): DocumentService {
  const { request, locals } = context;
  const bookmark = bookmarkOf(request.headers);
  const isRead = request.method === 'GET' || request.method === 'HEAD';
  const session = env.DB.withSession(isRead ? (bookmark ?? 'first-unconstrained') : 'first-primary');
  if (!isRead || bookmark !== null) locals.bookmark = () => session.getBookmark();
  return {
    url: locals.url,
    collections,
    database: { d1: session, meter: locals.meter },
    authorize: async ({ headers }) => {
      await requireBearer(headers, env.ADMIN_TOKEN);
      locals.meter.showsDuration = true;
    },
    isTrusted: async ({ headers }) => {
      const isTrusted = await hasBearer(headers, env.ADMIN_TOKEN);
      if (isTrusted) locals.meter.showsDuration = true;
      return isTrusted;
    },
    cache: {
      as: (kind, shown) => cacheAs(context, bookmark === null ? kind : 'uncached', shown),
      purge: (tags) => context.cache.invalidate({ tags }),
    },
    now: Date.now,
  };
}

/** The deployed version of this Worker. */
export function version(): WorkerVersionMetadata {
  return env.CF_VERSION_METADATA;
}

/** What this version was built from. */
export function build(): Build {
  // Vite replaces this by the names of the files alone.
  const files = Object.keys(import.meta.glob('../../migrations/*.sql'));
  return { collections, migrations: files.map((file) => file.slice(file.lastIndexOf('/') + 1)) };
}
