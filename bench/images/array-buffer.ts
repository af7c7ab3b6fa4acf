// Serves the tutorial's endpoint, which reads a whole image before it responds. The source is a query parameter.
import { convertV4MiniflareOptions, Miniflare } from 'miniflare';
import { announce } from '../lib/server-process.ts';

const script = `
  export default {
    async fetch(request) {
      const response = await fetch(new URL(request.url).searchParams.get('source'));
      return new Response(await response.arrayBuffer());
    },
  };
`;
const miniflare = new Miniflare(
  convertV4MiniflareOptions({
    workers: [
      { name: 'tutorial', modules: true, script, unsafeDirectSockets: [{ host: '127.0.0.1', port: 0 }] },
    ],
  }),
);
announce((await miniflare.unsafeGetDirectURL('tutorial')).origin, () => miniflare.dispose());
