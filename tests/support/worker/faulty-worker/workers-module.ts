// Replaces `cloudflare:workers` in the modules of the build. The local runtime has no `cache.purge()`. This module has it, as
// on Cloudflare, only after a request has begun:
// https://github.com/cloudflare/workerd/blob/main/src/workerd/api/workers-module.c%2B%2B
import { env } from 'cloudflare:workers';
import { attempt } from './faults.ts';

// @ts-expect-error The types declare the module with `export =`, which has no names to repeat.
export * from 'cloudflare:workers';

let isServing = false;

/** Says that a request has begun. */
export function beginRequest(): void {
  isServing = true;
}

const refusal = (status: number) => ({ success: false, errors: [{ code: status, message: 'refused' }] });
const hasPurge = Reflect.get(env, 'HAS_PURGE') === 'yes';

export const cache = {
  get purge() {
    if (!hasPurge || !isServing) return undefined;
    return () => attempt('PURGE', async () => ({ success: true, errors: [] }), refusal);
  },
};
