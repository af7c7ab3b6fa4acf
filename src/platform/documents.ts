import type { APIContext } from 'astro';
import { collections } from '../collections.ts';
import { authenticate } from '../lib/auth/authenticate.ts';
import type { Caller } from '../lib/auth/caller.ts';
import type { DocumentService } from '../lib/documents/document-service.ts';
import type { Build } from '../lib/documents/serve-health.ts';
import { bookmarkOf } from '../lib/http/request/bookmark.ts';
import type { Meter } from '../lib/http/response/server-timing.ts';
import { authenticationMethods } from './authentication.ts';
import { cacheAs } from './cache-headers.ts';
import { bindings, requireDatabase } from './environment.ts';
import { countFailedLogin, countWrite } from './rate-limits.ts';

/**
 * What `lib/documents` needs to serve one request. Any replica may serve a read. A read with a bookmark bypasses the
 * cache, and gets at least the state of the bookmark. Writes start at the primary, as do reads with `start`.
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
      caller ??= countedCaller(request, locals.meter);
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

/** @throws Problem 429 when the client has sent too many invalid credentials */
async function countedCaller(request: Request, meter: Meter): Promise<Caller> {
  const caller = await authenticate(request.headers, authenticationMethods(request.headers, meter));
  if (caller.refusal !== null) await countFailedLogin(request, caller.refusal);
  return caller;
}

/** The deployed version of this Worker. */
export function version(): WorkerVersionMetadata {
  return bindings.CF_VERSION_METADATA ?? { id: 'unknown', tag: '', timestamp: '' };
}

/** What this version was built from. */
export function build(): Build {
  // Vite replaces this with the names of the files.
  const files = Object.keys(import.meta.glob('../../migrations/*.sql'));
  return { collections, migrations: files.map((file) => file.slice(file.lastIndexOf('/') + 1)) };
}
