import type { APIContext } from 'astro';
import { collections } from '../collections.ts';
import { hasBearer, requireBearer } from '../lib/auth/bearer.ts';
import type { DocumentService } from '../lib/documents/document-service.ts';
import { bookmarkOf } from '../lib/http/bookmark.ts';
import { cacheAs } from './cache-headers.ts';
import { bindings, requireDatabase, settingsFor } from './environment.ts';
import { countWrite } from './rate-limits.ts';

/**
 * What `lib/documents` needs to serve one request. Reads may be answered by any replica; a client that sends a bookmark
 * gets at least the state of the bookmark, past the cache. Writes start at the primary.
 */
export function documents(context: APIContext): DocumentService {
  const { request, locals } = context;
  const bookmark = bookmarkOf(request.headers);
  const isRead = request.method === 'GET' || request.method === 'HEAD';
  const session = requireDatabase().withSession(
    isRead ? (bookmark ?? 'first-unconstrained') : 'first-primary',
  );
  const { adminToken } = settingsFor(request.headers);
  if (!isRead || bookmark !== null) locals.bookmark = () => session.getBookmark();
  return {
    url: locals.url,
    collections,
    database: { d1: session, meter: locals.meter },
    authorize: async ({ headers }) => {
      await requireBearer(headers, adminToken);
      if (adminToken !== undefined) locals.credential = adminToken;
      locals.meter.showsDuration = true;
    },
    isTrusted: async ({ headers }) => {
      const isTrusted = await hasBearer(headers, adminToken);
      if (isTrusted) locals.meter.showsDuration = true;
      return isTrusted;
    },
    countWrite: () => countWrite(request, locals.credential),
    cache: {
      as: (kind, shown) => cacheAs(context, bookmark === null ? kind : 'uncached', shown),
      purge: (tags) => context.cache.invalidate({ tags }),
    },
    now: Date.now,
  };
}

/** The deployed version of this Worker. */
export function version(): WorkerVersionMetadata {
  return bindings.CF_VERSION_METADATA ?? { id: 'unknown', tag: '', timestamp: '' };
}
