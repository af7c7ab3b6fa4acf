const ENTITY_TAGS = /(?:W\/)?"[^"]*"/g;

/** Whether `If-None-Match` names this entity tag, or any: weak comparison (RFC 9110 sections 8.8.3.2 and 13.1.2). */
export function matchesNone(ifNoneMatch: string | null, etag: string | null): boolean {
  if (ifNoneMatch === null || etag === null) return false;
  if (ifNoneMatch.trim() === '*') return true;
  return (ifNoneMatch.match(ENTITY_TAGS) ?? []).some((candidate) => opaque(candidate) === opaque(etag));
}

function opaque(etag: string): string {
  return etag.startsWith('W/') ? etag.slice(2) : etag;
}
