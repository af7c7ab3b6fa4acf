import { env } from 'cloudflare:workers';
import type { APIContext } from 'astro';
import { collections } from '../collections.ts';
import { hasBearer, requireBearer } from '../lib/auth/bearer.ts';
import type { DocumentService } from '../lib/documents/document-service.ts';
import { cacheAs } from './cache-headers.ts';

/** What `lib/documents` needs to serve one request. */
export function documents(context: APIContext): DocumentService {
  return {
    url: context.locals.url,
    collections,
    database: { d1: env.DB, meter: context.locals.meter },
    authorize: ({ headers }) => requireBearer(headers, env.ADMIN_TOKEN),
    isTrusted: ({ headers }) => hasBearer(headers, env.ADMIN_TOKEN),
    cache: {
      as: (kind, shown) => cacheAs(context, kind, shown),
      purge: (tags) => context.cache.invalidate({ tags }),
    },
    now: Date.now,
  };
}

/** The deployed version of this Worker. */
export function version(): WorkerVersionMetadata {
  return env.CF_VERSION_METADATA;
}
