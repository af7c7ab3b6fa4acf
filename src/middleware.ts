import { defineMiddleware } from 'astro:middleware';
import type { APIContext, MiddlewareNext } from 'astro';
import { cacheAs, isShared, POLICY } from './lib/cache/policy.ts';
import { newMeter, serverTiming } from './lib/documents/store/database.ts';
import { isPreflight, setCorsHeaders, setPreflightHeaders } from './lib/http/cors.ts';
import { log } from './lib/http/log.ts';
import { prefersJson } from './lib/http/prefers-json.ts';
import { Problem, problemResponse } from './lib/http/problem.ts';
import { requestId } from './lib/http/request-id.ts';
import { setSecurityHeaders } from './lib/http/security-headers.ts';
import { maskSignature } from './lib/images/url/signature.ts';

const NOT_FOUND = '/404';

/** Routes that Astro adds and nothing here uses: its picture service, and parts of pages. */
const UNUSED = ['/_image', '/_server-islands/[name]'];

/** The boundary of every request that the Worker answers; prerendered files take their headers from `public/_headers`. */
export const onRequest = defineMiddleware(async (context, next) => {
  const started = performance.now();
  const { pathname } = new URL(context.request.url);
  context.locals.askedPath = pathname;
  context.locals.meter = newMeter();
  const id = requestId(context.request.headers);
  const answer = await respond(context, next, id);

  const response = new Response(answer.body, answer);
  setCacheControl(context, response.headers);
  // The edge repeats a shared answer to others as it is, so it must not have an id that a client chose.
  const isForAll = isShared(context.locals.answerKind);
  const answerId = isForAll ? crypto.randomUUID() : id;
  response.headers.set('x-request-id', answerId);
  setCorsHeaders(response.headers);
  setSecurityHeaders(response.headers, import.meta.env.DEV);
  if (context.locals.meter.roundTrips > 0)
    response.headers.set('server-timing', serverTiming(context.locals.meter));
  if (isPreflight(context.request)) setPreflightHeaders(context.request, response.headers);
  log('info', {
    method: context.request.method,
    route: context.routePattern,
    path: maskSignature(pathname),
    status: response.status,
    ms: Math.round(performance.now() - started),
    id,
    ...(isForAll && { answerId }),
  });
  return response;
});

async function respond(context: APIContext, next: MiddlewareNext, id: string): Promise<Response> {
  try {
    if ([NOT_FOUND, ...UNUSED].includes(context.routePattern)) return await notFound(context, next);
    const response = await next();
    if (isMethodMissing(context, response)) {
      return context.request.method === 'OPTIONS' && isPage(response)
        ? pageOptions()
        : await notFound(context, next);
    }
    return response;
  } catch (error) {
    const problem =
      error instanceof Problem
        ? error
        : new Problem('internal-error', 'The server failed to answer this request.');
    if (problem.status !== 404 || context.locals.answerKind !== 'missingDocument') cacheAs(context, 'error');
    if (problem.status >= 500) log('error', { id, error: stackOf(error), cause: stackOf(problem.cause) });
    return problemResponse(problem, new URL(context.request.url).pathname);
  }
}

/** The site's 404, in the form that the client can use. */
async function notFound(context: APIContext, next: MiddlewareNext): Promise<Response> {
  const { request } = context;
  cacheAs(context, 'error');
  if (prefersJson(request)) {
    throw new Problem('not-found', `Nothing answers ${request.method} ${new URL(request.url).pathname}.`);
  }
  return next(NOT_FOUND);
}

/** What browsers may keep; Astro writes what the edge may, from the same row of the policy. */
function setCacheControl({ locals, request }: APIContext, headers: Headers): void {
  if (request.method !== 'GET' && request.method !== 'HEAD') locals.answerKind ??= 'write';
  if (locals.answerKind !== undefined) headers.set('cache-control', POLICY[locals.answerKind].browser);
}

/** Astro answers an endpoint that does not export the method with an empty 404, and renders a page whatever the method. */
function isMethodMissing({ request }: APIContext, response: Response): boolean {
  const isRead = request.method === 'GET' || request.method === 'HEAD';
  return (response.status === 404 && response.body === null) || (!isRead && isPage(response));
}

function isPage(response: Response): boolean {
  return response.headers.get('content-type')?.startsWith('text/html') ?? false;
}

function pageOptions(): Response {
  return new Response(null, { status: 204, headers: { allow: 'GET, HEAD, OPTIONS' } });
}

function stackOf(error: unknown): string | undefined {
  if (error === undefined) return undefined;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
