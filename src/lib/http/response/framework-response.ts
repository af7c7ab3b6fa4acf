import { Problem, problemResponse } from '../problem/problem.ts';
import type { ProblemCode } from '../problem/problem-codes.ts';
import { type AllowedOrigins, setCorsHeaders } from './cors.ts';
import { setFixedHeaders } from './fixed-headers.ts';

/** Headers of Astro's response that are passed on. */
const KEPT = ['location', 'cloudflare-cdn-cache-control'];

/**
 * Completes a response that Astro made before the middleware ran. Astro redirects paths that end in `//` with an HTML
 * body. It refuses paths that are encoded more than ten times with an empty body
 * (https://github.com/withastro/astro/issues/16313).
 */
export function frameworkResponse(request: Request, given: Response, origins: AllowedOrigins): Response {
  const { pathname } = new URL(request.url);
  const response =
    given.status >= 400
      ? problemResponse(new Problem(codeOf(given.status), `The path ${pathname} cannot be read.`), pathname)
      : new Response(null, { status: given.status, headers: { 'cache-control': 'no-store' } });
  for (const name of KEPT) {
    const value = given.headers.get(name);
    if (value !== null) response.headers.set(name, value);
  }
  response.headers.set('x-request-id', crypto.randomUUID());
  setFixedHeaders(response.headers);
  setCorsHeaders(request, response.headers, origins);
  return response;
}

function codeOf(status: number): ProblemCode {
  if (status >= 500) return 'internal-error';
  return status === 404 ? 'not-found' : 'bad-path';
}
