import type { APIRoute } from 'astro';

/** An `OPTIONS` handler that answers with the methods of its resource (RFC 9110 section 9.3.7). */
export function optionsFor(...methods: string[]): APIRoute {
  const allow = [...methods, 'OPTIONS'].join(', ');
  return () => new Response(null, { status: 204, headers: { allow } });
}
