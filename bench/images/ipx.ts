import { createServer } from 'node:http';
import { createIPX, createIPXNodeServer, ipxHttpStorage } from 'ipx';
import { announceServer } from '../lib/server-process.ts';

const ipx = createIPX({ storage: ipxHttpStorage({ allowAllDomains: true }) });
await announceServer(createServer(createIPXNodeServer(ipx)));
