import { createServer } from 'node:http';
import { createIPX, createIPXNodeServer, ipxHttpStorage } from 'ipx';

const ipx = createIPX({ storage: ipxHttpStorage({ allowAllDomains: true }) });
createServer(createIPXNodeServer(ipx)).listen(Number(process.env['PORT']), '127.0.0.1', () => {
  console.log('Ready on');
});
