import { startBuiltWorker } from '../built-worker.ts';

// The cache on Cloudflare is no part of the Worker, so neither is its stand-in here.
const { url } = await startBuiltWorker({ IMAGE_DEV_ORIGINS: process.env['SOURCE'] ?? '', EDGE_CACHE: 'off' });
console.log(`Ready on ${url.origin}`);
