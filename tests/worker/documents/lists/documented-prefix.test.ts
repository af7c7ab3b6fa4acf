import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { call } from '../../../support/worker/worker.ts';

/** The expressions of the rewrite rule in docs/api.md. */
const [section = ''] = readFileSync('docs/api.md', 'utf8').split('## A prefix such as').slice(1);
const [, prefix = ''] = /starts_with\(http\.request\.uri\.path, "([^"]+)"\)/.exec(section) ?? [];
const [, pattern = '', target = ''] =
  /wildcard_replace\(http\.request\.uri\.path, "([^"]+)", "([^"]+)"\)/.exec(section) ?? [];

/** Applies the rule: https://developers.cloudflare.com/ruleset-engine/rules-language/functions/#wildcard_replace */
function rewrite(path: string): string {
  const start = pattern.replace('*', '');
  const isReplaced = prefix !== '' && path.startsWith(prefix) && path.startsWith(start);
  // biome-ignore lint/suspicious/noTemplateCurlyInString: the syntax of Cloudflare's rules.
  return isReplaced ? target.replace('${1}', path.slice(start.length)) : path;
}

describe('the rewrite rule for a prefix in docs/api.md', () => {
  it.each(['users', 'users/2', 'users?name=Yan', 'users/0/pictures?_sort=title', '0.json', 'nope'])(
    'makes /api/v1/%s respond as /api/%s does',
    async (path) => {
      const expected = await call(`/api/${path}`);
      const actual = await call(rewrite(`/api/v1/${path}`));
      expect([actual.status, await actual.text()]).toEqual([expected.status, await expected.text()]);
    },
  );
});
