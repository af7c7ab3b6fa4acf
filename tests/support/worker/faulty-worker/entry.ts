// The built Worker with bindings that fail. `faulty-worker.ts` copies it beside the modules of the build.

import { withEnv } from 'cloudflare:workers';
import worker, { Renderer as BuiltRenderer } from '../../../../src/worker.ts';
import { control, faultyEnv } from './faults.ts';
import { beginRequest } from './workers-module.ts';

/** The host of requests that set the faults. */
const CONTROL_HOST = 'faults.test';

export default {
  fetch(request, _, context) {
    if (new URL(request.url).host === CONTROL_HOST) return control(request);
    return within(() => worker.fetch(request, faultyEnv, context));
  },
} satisfies ExportedHandler<Env>;

export class Renderer extends BuiltRenderer {
  override fetch(request: Request): Promise<Response> {
    return within(() => super.fetch(request));
  }
}

/** Runs a handler with the faulty bindings as `env` of `cloudflare:workers`. */
function within(handle: () => Promise<Response>): Promise<Response> {
  beginRequest();
  return withEnv(faultyEnv, handle) as Promise<Response>;
}
