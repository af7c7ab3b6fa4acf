import type { AccessRules, Action } from '../auth/access-rules.ts';
import { levelOf } from '../auth/caller.ts';
import { SCOPE_RULE } from '../auth/scope.ts';
import type { SecurityRequirement } from './openapi-types.ts';

export const SECURITY_SCHEMES = {
  bearer: {
    type: 'http',
    scheme: 'bearer',
    description: `A token of \`npm run token\`, or the root token. Its scopes are ${SCOPE_RULE}; \`write\` includes \`read\`.`,
  },
} as const;

/** An operation for everyone, which ignores tokens. */
export const OPEN: readonly SecurityRequirement[] = [];

/** The requirement for one of these actions on a collection. A token is accepted where none is needed. */
export function securityOf(
  { name, access }: { name: string; access: AccessRules },
  ...actions: readonly Action[]
): SecurityRequirement[] {
  const isOpen = actions.some((action) => access[action] === 'public');
  const level = actions.every((action) => levelOf(action) === 'read') ? 'read' : 'write';
  return [...(isOpen ? [{}] : []), { bearer: [`${name}:${level}`] }];
}
