import type { APIContext } from 'astro';
import { collections } from '../collections.ts';
import { authenticate } from '../lib/auth/authenticate.ts';
import type { Caller } from '../lib/auth/caller.ts';
import type { DocumentService } from '../lib/documents/document-service.ts';
import { bookmarkOf } from '../lib/http/bookmark.ts';
import { cacheAs } from './cache-headers.ts';
import { bindings, requireDatabase } from './environment.ts';
import { countWrite } from './rate-limits.ts';
import { waysIn } from './ways-in.ts';

/**
 * What `lib/documents` needs to serve one request. Reads may be answered by any replica; a client that sends a bookmark
 * gets at least the state of the bookmark, past the cache. Writes start at the primary, as do reads that say so.
 */
export function documents(context: APIContext, start?: 'first-primary'): DocumentService {
  const { request, locals } = context;
  const bookmark = bookmarkOf(request.headers);
  const isRead = request.method === 'GET' || request.method === 'HEAD';
  const session = requireDatabase().withSession(
    isRead ? (start ?? bookmark ?? 'first-unconstrained') : 'first-primary',
  );
  if (!isRead || bookmark !== null) locals.bookmark = () => session.getBookmark();
  let caller: Promise<Caller> | undefined;
  return {
    url: locals.url,
    collections,
    database: { d1: session, meter: locals.meter },
    authenticate: () => {
      caller ??= authenticate(request.headers, waysIn(request.headers, locals.meter));
      return caller;
    },
    countWrite: (writer) => countWrite(request, writer),
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
