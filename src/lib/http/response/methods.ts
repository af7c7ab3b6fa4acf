import { Problem } from '../problem/problem.ts';

/** An Astro endpoint, as far as this module sees it. */
type Handler = (context: { request: Request }) => Response;

/** An `OPTIONS` handler that lists the methods of its resource (RFC 9110 section 9.3.7). */
export function optionsFor(...methods: string[]): Handler {
  const allow = allowOf(methods);
  return () => new Response(null, { status: 204, headers: { allow } });
}

/** The handlers of a route for the methods it does not export: `OPTIONS` lists them, every other method is 405. */
export function otherMethods(...methods: string[]): { OPTIONS: Handler; ALL: Handler } {
  return {
    OPTIONS: optionsFor(...methods),
    ALL: ({ request }) => {
      throw methodNotAllowed(request.method, methods);
    },
  };
}

/** 405 with the methods that are allowed. */
export function methodNotAllowed(method: string, methods: readonly string[]): Problem {
  const allow = allowOf(methods);
  const detail = `${method} is not allowed; allowed: ${allow}.`;
  return new Problem('method-not-allowed', detail, { headers: { allow } });
}

function allowOf(methods: readonly string[]): string {
  return [...methods, 'OPTIONS'].join(', ');
}
