import { join } from 'node:path';
import { type ServerProcess, startServer } from '../lib/server-process.ts';
import type { Case } from './cases.ts';

/** A server of the benchmark. */
export interface Server {
  name: string;
  process: ServerProcess;
  /** Whether the server has the documents and the behaviour for a case. */
  serves: (oneCase: Case) => boolean;
}

/** Starts Perigee, then its peers, all with the same documents. */
export function startServers(documents: string, folder: string, token: string): Promise<Server>[] {
  const start = async (
    name: string,
    module: string,
    args: readonly string[],
    serves: Server['serves'] = () => true,
  ): Promise<Server> => ({
    name,
    process: await startServer(new URL(module, import.meta.url), [documents, ...args]),
    serves,
  });
  return [
    start('Perigee', '../lib/users-server.ts', [join(folder, 'perigee'), token]),
    start('by hand', './hand-written.ts', [join(folder, 'by-hand')], ({ isConditional }) => !isConditional),
    start('json-server', './json-server.ts', ['memory']),
    // It reads from memory too, so only its writes differ.
    start(
      'json-server, file',
      './json-server.ts',
      [join(folder, 'db.json')],
      ({ isWrite }) => isWrite === true,
    ),
  ];
}
