import { setCorsHeaders } from './cors.ts';
import { Problem, problemResponse } from './problem.ts';
import type { ProblemCode } from './problem-codes.ts';
import { setSecurityHeaders } from './security-headers.ts';

/**
 * Completes an answer that the framework gave by itself, before the middleware: a redirect of a path that ends in `//`,
 * with HTML that no answer of `/image` may carry, or an empty refusal of a path that is encoded over and over.
 */
export function frameworkAnswer(request: Request, answer: Response): Response {
  const { pathname } = new URL(request.url);
  const isRefusal = answer.status >= 400;
  const response = isRefusal
    ? problemResponse(new Problem(codeOf(answer.status), `The path ${pathname} cannot be read.`), pathname)
    : new Response(null, { status: answer.status, headers: { 'cache-control': 'no-store' } });
  for (const name of KEPT) {
    const value = answer.headers.get(name);
    if (value !== null) response.headers.set(name, value);
  }
  response.headers.set('x-request-id', crypto.randomUUID());
  setCorsHeaders(response.headers);
  setSecurityHeaders(response.headers);
  return response;
}

const KEPT = ['location', 'cloudflare-cdn-cache-control'];

function codeOf(status: number): ProblemCode {
  if (status >= 500) return 'internal-error';
  return status === 404 ? 'not-found' : 'bad-path';
}
