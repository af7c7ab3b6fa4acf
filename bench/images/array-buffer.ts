// The tutorial's endpoint for a picture, which reads it whole, with the source of the request.
import { convertV4MiniflareOptions, Miniflare } from 'miniflare';

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
console.log(`Ready on ${(await miniflare.unsafeGetDirectURL('tutorial')).origin}`);
