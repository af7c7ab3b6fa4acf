import { defineMiddleware } from 'astro:middleware';
import type { APIContext, MiddlewareNext } from 'astro';
import { isShared } from './lib/cache/policy.ts';
import { isPreflight, setCorsHeaders, setPreflightHeaders } from './lib/http/cors.ts';
import { log } from './lib/http/log.ts';
import { prefersJson } from './lib/http/prefers-json.ts';
import { Problem, problemResponse } from './lib/http/problem.ts';
import { requestId } from './lib/http/request-id.ts';
import { setSecurityHeaders } from './lib/http/security-headers.ts';
import { newMeter, serverTiming } from './lib/http/server-timing.ts';
import { maskSignature } from './lib/images/url/signature.ts';
import { cacheAs, setBookmark, setCacheControl } from './platform/cache-headers.ts';
import { isDataRoute } from './platform/data-routes.ts';

const NOT_FOUND = '/404';

/** Routes that Astro adds and Perigee does not use: its image service and server islands. */
const UNUSED = ['/_image', '/_server-islands/[name]'];

/** The boundary of every request that the Worker answers. Static files get their headers from `public/_headers`. */
export const onRequest = defineMiddleware(async (context, next) => {
  const started = performance.now();
  const { request, locals } = context;
  // Astro's own `context.url` is decoded and normalised.
  locals.url = new URL(request.url);
  const { pathname } = locals.url;
  locals.meter = newMeter();
  cacheAs(context, 'uncached');
  const id = requestId(request.headers);
  const given = await respond(context, next, id);

  const response = new Response(given.body, given);
  const { headers } = response;
  setCacheControl(headers, locals.responseKind);
  // The edge repeats a shared response to other clients, so its id must not be one that a client chose.
  const responseId = isShared(locals.responseKind) ? crypto.randomUUID() : id;
  headers.set('x-request-id', responseId);
  setCorsHeaders(headers);
  setBookmark(headers, locals);
  setSecurityHeaders(headers, import.meta.env.DEV);
  if (locals.meter.roundTrips > 0) headers.set('server-timing', serverTiming(locals.meter));
  if (isPreflight(request)) setPreflightHeaders(request, headers);
  if (!context.isPrerendered) {
    log('info', {
      method: request.method,
      route: context.routePattern,
      path: maskSignature(pathname),
      status: response.status,
      ms: Math.round(performance.now() - started),
      id,
      ...(responseId !== id && { responseId }),
    });
  }
  return response;
});

async function respond(context: APIContext, next: MiddlewareNext, id: string): Promise<Response> {
  try {
    if ([NOT_FOUND, ...UNUSED].includes(context.routePattern)) return await notFound(context, next);
    const response = await next();
    if (!isMethodMissing(context.request, response)) return response;
    return context.request.method === 'OPTIONS' && isPage(response)
      ? pageOptions()
      : await notFound(context, next);
  } catch (error) {
    // A page that cannot be prerendered must stop the build.
    if (context.isPrerendered) throw error;
    cacheAs(context, 'uncached');
    const problem =
      error instanceof Problem
        ? error
        : new Problem('internal-error', 'The server failed to answer this request.');
    if (problem.status >= 500) log('error', { id, error: stackOf(error), cause: stackOf(problem.cause) });
    return problemResponse(problem, context.locals.url.pathname);
  }
}

/** The site's 404, as JSON or as a page. */
async function notFound(context: APIContext, next: MiddlewareNext): Promise<Response> {
  const { request, locals } = context;
  cacheAs(context, 'uncached');
  if (isDataRoute(locals.url.pathname) || prefersJson(request.headers.get('accept'))) {
    throw new Problem('not-found', `There is no ${request.method} ${locals.url.pathname}.`);
  }
  return next(NOT_FOUND);
}

/**
 * Astro answers a method that an endpoint does not export with an empty 404, and renders a page for every method
 * (https://docs.astro.build/en/guides/endpoints/#http-methods).
 */
function isMethodMissing({ method }: Request, response: Response): boolean {
  const isRead = method === 'GET' || method === 'HEAD';
  return (response.status === 404 && response.body === null) || (!isRead && isPage(response));
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
