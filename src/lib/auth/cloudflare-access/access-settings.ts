import { isScope, SCOPE_RULE, type Scope } from '../scope.ts';

/** The application of Cloudflare Access in front of this Worker. */
export interface AccessSettings {
  /** `https://{team}.cloudflareaccess.com`, which signs the assertions. */
  issuer: string;
  /** The Application Audience (AUD) tag. */
  audience: string;
  /** The scopes of every person whom Access authenticates. */
  scopes: readonly Scope[];
}

/** The variables of `wrangler.toml`. A file of an earlier version lacks them. */
interface AccessVariables {
  ACCESS_TEAM?: string;
  ACCESS_AUD?: string;
  ACCESS_SCOPES?: string;
}

/**
 * Reads the variables.
 *
 * @returns `null` without a team and an audience: no assertion is then accepted
 * @throws Error that names the invalid variable
 */
export function accessSettings({
  ACCESS_TEAM: team = '',
  ACCESS_AUD: audience = '',
  ACCESS_SCOPES = '*:write',
}: AccessVariables): AccessSettings | null {
  if (team === '' && audience === '') return null;
  // The issuer becomes a URL that keys are read from.
  if (!/^[a-z0-9-]{1,63}$/i.test(team)) {
    throw new Error(
      `ACCESS_TEAM is ${JSON.stringify(team)}; allowed: the name before .cloudflareaccess.com, such as "example".`,
    );
  }
  if (audience === '') throw new Error('ACCESS_AUD is empty; set it to the AUD tag of the application.');
  const scopes = ACCESS_SCOPES.split(/[\s,]+/).filter(Boolean);
  const wrong = scopes.find((scope) => !isScope(scope));
  if (wrong !== undefined) {
    throw new Error(`ACCESS_SCOPES has ${JSON.stringify(wrong)}; allowed: ${SCOPE_RULE}.`);
  }
  return {
    issuer: `https://${team.toLowerCase()}.cloudflareaccess.com`,
    audience,
    scopes: scopes.filter(isScope),
  };
}
