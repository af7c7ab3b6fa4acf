import Negotiator from 'negotiator';

const OFFERED = ['text/html', 'application/json', 'application/problem+json'];

/** Whether an `Accept` header prefers JSON to HTML (RFC 9110 section 12.5.1). Without a preference, it is HTML. */
export function prefersJson(accept: string | null): boolean {
  const negotiator = new Negotiator({ headers: { accept: accept ?? '*/*' } });
  return negotiator.mediaType(OFFERED)?.endsWith('json') ?? false;
}
