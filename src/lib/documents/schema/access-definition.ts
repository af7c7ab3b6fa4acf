import { type AccessRules, PUBLIC_READS } from '../../auth/access-rules.ts';

/** The access rules as the owner declares them. With `private`, reads need a scope too. */
export type AccessDefinition = 'public' | 'private' | Partial<AccessRules>;

/**
 * Completes the rules of a collection.
 *
 * @throws Error for rules that show a document to callers who may not read it; it stops the build
 */
export function accessRules(name: string, definition: AccessDefinition = 'public'): AccessRules {
  if (definition === 'public') return PUBLIC_READS;
  if (definition === 'private') return { ...PUBLIC_READS, read: 'token' };
  const rules = { ...PUBLIC_READS, ...definition };
  for (const action of ['update', 'delete'] as const) {
    if (rules.read === 'token' && rules[action] === 'public') {
      throw new Error(
        `The access of ${name} cannot be public for ${action} alone: its response shows the document, so read must be public too.`,
      );
    }
  }
  return rules;
}
