import { defineMiddleware } from 'astro:middleware';
import type { APIContext, MiddlewareNext } from 'astro';
import { log } from './lib/http/log.ts';
import { Problem, problemResponse } from './lib/http/problem/problem.ts';
import { maskSignature } from './lib/http/request/mask-signature.ts';
import { prefersJson } from './lib/http/request/prefers-json.ts';
import { requestId } from './lib/http/request/request-id.ts';
import { setCorsHeaders } from './lib/http/response/cors.ts';
import { deleteContentHeaders, setFixedHeaders } from './lib/http/response/fixed-headers.ts';
import { newMeter, serverTiming } from './lib/http/response/server-timing.ts';
import {
  cacheAs,
  cacheNothing,
  isStoredAtEdge,
  setBookmark,
  setCacheHeaders,
} from './platform/cache-headers.ts';
import { isDataRoute } from './platform/data-routes.ts';
import { isDevelopmentServer } from './platform/environment.ts';
import { countMiss } from './platform/rate-limits.ts';
import { site } from './site.ts';

const NOT_FOUND = '/404';

/** The 404 page, and routes that Astro adds and Perigee does not use: its image service and server islands. */
const NOT_SERVED: readonly string[] = [NOT_FOUND, '/_image', '/_server-islands/[name]'];

/** The boundary of every request that the Worker serves. Static files get their headers from `_headers`. */
export const onRequest = defineMiddleware(async (context, next) => {
  const started = performance.now();
  const { request, locals } = context;
  // Astro decodes and normalises its own URL of a request. A page that rewrites runs the middleware again, with the
  // same locals and another request.
  locals.url ??= context.url.href === request.url ? context.url : new URL(request.url);
  locals.meter ??= newMeter();
  cacheAs(context, 'uncached');
  const id = requestId(request.headers);
  const handled = await respond(context, next, id);
  // The edge serves a shared response to other clients, so a client must not have chosen its id.
  const isChosen = request.headers.has('x-request-id') && isStoredAtEdge(context);
  const responseId = isChosen ? crypto.randomUUID() : id;
  const response = withRequestId(handled, responseId);
  setHeaders(context, response.headers);
  if (response.status === 304) deleteContentHeaders(response.headers);
  if (!context.isPrerendered) {
    log('info', {
      method: request.method,
      route: context.routePattern,
      path: maskSignature(locals.url.pathname),
      status: response.status,
      ms: Math.round(performance.now() - started),
      id,
      ...(responseId !== id && { responseId }),
    });
  }
  return response;
});

function setHeaders({ request, locals }: APIContext, headers: Headers): void {
  setCacheHeaders(headers, locals);
  setBookmark(headers, locals);
  setFixedHeaders(headers, isDevelopmentServer(request.headers));
  if (locals.meter.roundTrips > 0) headers.set('server-timing', serverTiming(locals.meter));
  setCorsHeaders(request, headers, site.cors.origins);
}

/** The response, or a copy of it if its headers are immutable, such as those of `fetch()` and `Response.redirect()`. */
function withRequestId(response: Response, id: string): Response {
  try {
    response.headers.set('x-request-id', id);
    return response;
  } catch {
    return withRequestId(new Response(response.body, response), id);
  }
}

async function respond(context: APIContext, next: MiddlewareNext, id: string): Promise<Response> {
  try {
    if (!context.isPrerendered) await countMiss(context.request);
    if (NOT_SERVED.includes(context.routePattern)) return await notFound(context, next);
    const response = await next();
    if (!isMethodMissing(context.request, response)) return response;
    return context.request.method === 'OPTIONS' && isPage(response)
      ? pageOptions()
      : await notFound(context, next);
  } catch (error) {
    // A page that cannot be prerendered must stop the build.
    if (context.isPrerendered) throw error;
    cacheNothing(context);
    const problem =
      error instanceof Problem
        ? error
        : new Problem('internal-error', 'The server failed to respond to this request.');
    if (problem.status >= 500) log('error', { id, error: stackOf(error), cause: stackOf(problem.cause) });
    return problemResponse(problem, context.locals.url.pathname);
  }
}

/**
 * Responds with the 404 page.
 *
 * @throws Problem 404 for a client that gets JSON
 */
async function notFound(context: APIContext, next: MiddlewareNext): Promise<Response> {
  const { request, locals } = context;
  cacheNothing(context);
  if (isDataRoute(locals.url.pathname) || prefersJson(request.headers.get('accept'))) {
    throw new Problem('not-found', `There is no ${request.method} ${locals.url.pathname}.`);
  }
  return next(NOT_FOUND);
}

/**
 * Astro sends an empty 404 for a method that an endpoint does not export, and renders a page for every method
 * (https://docs.astro.build/en/guides/endpoints/#http-methods).
 */
function isMethodMissing({ method }: Request, response: Response): boolean {
  const isRead = method === 'GET' || method === 'HEAD';
  return (response.status === 404 && isEmpty(response)) || (!isRead && isPage(response));
}

/** A response to HEAD has no body either, but it has a type. */
function isEmpty({ body, headers }: Response): boolean {
  return body === null && !headers.has('content-type');
}

function isPage({ headers }: Response): boolean {
  return headers.get('content-type')?.startsWith('text/html') ?? false;
}

function pageOptions(): Response {
  return new Response(null, { status: 204, headers: { allow: 'GET, HEAD, OPTIONS' } });
}

function stackOf(error: unknown): string | undefined {
  if (error === undefined) return undefined;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
