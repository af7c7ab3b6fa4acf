// Serves the built Worker until it is killed. Arguments: the built project, the folder of the database, the write token.
import { startBuiltWorker } from '../lib/built-worker.ts';
import { announce } from '../lib/server-process.ts';

const [project = '', folder = '', token = ''] = process.argv.slice(2);
const vars = { ADMIN_TOKEN: token, EDGE_CACHE: 'off' };
const { url, stop } = await startBuiltWorker({ vars, folder, project });
announce(url.origin, stop);
