/** What a scope allows. `write` includes `read`. */
export type Level = 'read' | 'write';

/** A right: `users:read`, `*:write`. `*` is every collection. */
export type Scope = `${string}:${Level}`;

/** The right to do everything. */
export const EVERYTHING: readonly Scope[] = ['*:write'];

export const SCOPE_RULE = '{collection}:read, {collection}:write, *:read or *:write';

export function isScope(text: unknown): text is Scope {
  return typeof text === 'string' && /^(\*|[A-Za-z][\w-]*):(read|write)$/.test(text);
}

/** The collection that a scope names, or `*`. */
export function collectionOf(scope: Scope): string {
  return scope.slice(0, scope.lastIndexOf(':'));
}

/** Whether one of the scopes includes another scope. */
export function includesScope(scopes: readonly Scope[], scope: Scope): boolean {
  return grants(scopes, scope.endsWith(':read') ? 'read' : 'write', collectionOf(scope));
}

/** Whether one of the scopes allows a level for a collection. */
export function grants(scopes: readonly Scope[], level: Level, collection: string): boolean {
  const levels: readonly Level[] = level === 'read' ? ['read', 'write'] : ['write'];
  return levels.some((granted) =>
    [`*:${granted}` as const, `${collection}:${granted}` as const].some((scope) => scopes.includes(scope)),
  );
}
