import { handle } from '@astrojs/cloudflare/handler';
import { edgeCache } from './cache-provider.ts';

export default {
  fetch: (request, env, context) =>
    edgeCache.serve(
      request,
      (forwarded) => handle(forwarded, env, context),
      (promise) => context.waitUntil(promise),
    ),
} satisfies ExportedHandler<Env>;
