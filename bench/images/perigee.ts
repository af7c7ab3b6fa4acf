// Serves the built Worker. Argument: the origin of the images.
import { startBuiltWorker } from '../lib/built-worker.ts';
import { announce } from '../lib/server-process.ts';

const [source = ''] = process.argv.slice(2);

// The benchmark measures the Worker, not a cache in front of it.
const { url, stop } = await startBuiltWorker({
  vars: { IMAGE_DEV_ORIGINS: source, EDGE_CACHE: 'off' },
});
announce(url.origin, stop);
