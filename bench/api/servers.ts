import { join } from 'node:path';
import type { Call } from '../lib/load.ts';
import { type ServerProcess, startServer } from '../lib/server-process.ts';
import { BKND } from './bknd-dialect.ts';
import type { Case } from './cases.ts';

/** How a server is sent a request for documents, and what it returns. */
export interface Dialect {
  /** The request for the same documents. */
  callOf(call: Call): Call;
  /** The document or the documents of a body. */
  documentsOf(body: unknown): unknown;
  /** Whether a list has a total. */
  hasTotals: boolean;
}

/** The API of json-server. */
const JSON_SERVER: Dialect = { callOf: (call) => call, documentsOf: (body) => body, hasTotals: true };

/** A server of the benchmark. */
export interface Server {
  name: string;
  process: ServerProcess;
  dialect: Dialect;
  /** Whether the server has the documents and the behaviour for a case. */
  serves: (oneCase: Case) => boolean;
}

/**
 * Starts Perigee, then its peers, all with the same documents.
 *
 * @param bknd the path of its bundle
 */
export function startServers(
  documents: string,
  folder: string,
  token: string,
  bknd: string,
): Promise<Server>[] {
  const start = async (
    name: string,
    module: string,
    args: readonly string[],
    serves: Server['serves'] = () => true,
    dialect = JSON_SERVER,
  ): Promise<Server> => ({
    name,
    process: await startServer(new URL(module, import.meta.url), [documents, ...args]),
    dialect,
    serves,
  });
  const isUnconditional: Server['serves'] = ({ isConditional }) => !isConditional;
  return [
    start('Perigee', '../lib/users-server.ts', [join(folder, 'perigee'), token]),
    start('by hand', './hand-written.ts', [join(folder, 'by-hand')], isUnconditional),
    start('bknd', './bknd.ts', [join(folder, 'bknd'), bknd], isUnconditional, BKND),
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
