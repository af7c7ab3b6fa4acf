import { type Call, type ReceivedResponse, send } from '../lib/load.ts';
import type { Case } from './cases.ts';
import type { Server } from './servers.ts';

/** The number of requests of each case whose responses are compared. */
const COMPARED = 10;

/** D1 rows of one request. */
export interface RowCounts {
  read: number;
  written: number;
}

/** What one server returned, and its rows. */
interface Compared {
  content: string;
  rows: RowCounts;
}

/**
 * Checks that all servers give equal responses to the requests of a case.
 *
 * @returns the most D1 rows that each server read and wrote for one of the requests
 */
export async function compareResponses(oneCase: Case, servers: readonly Server[]): Promise<RowCounts[]> {
  const most = servers.map(() => ({ read: 0, written: 0 }));
  for (const call of oneCase.calls.slice(0, COMPARED)) {
    const compared = await Promise.all(servers.map((server) => askServer(oneCase, call, server)));
    for (const [i, { content, rows }] of compared.entries()) {
      const { read = 0, written = 0 } = most[i] ?? {};
      most[i] = { read: Math.max(read, rows.read), written: Math.max(written, rows.written) };
      if (content === compared[0]?.content) continue;
      throw new Error(
        `"${oneCase.name}": ${call.path} is ${compared[0]?.content} from ${servers[0]?.name}, ${content} from ${servers[i]?.name}.`,
      );
    }
  }
  return most;
}

async function askServer(oneCase: Case, call: Call, { process: { origin } }: Server): Promise<Compared> {
  const response = await send(origin, oneCase.isConditional ? await withEntityTag(origin, call) : call);
  return {
    content: comparableContent(response, oneCase, `${origin}${call.path}`),
    rows: rowsOf(response),
  };
}

/** Adds the `If-None-Match` of a client that has the response. */
export async function withEntityTag(origin: string, call: Call): Promise<Call> {
  const { headers } = await send(origin, call);
  return { ...call, headers: { ...call.headers, 'if-none-match': headers.get('etag') ?? '' } };
}

/** The parts of a response that must be equal: the status, and the ids and the total of a body. */
function comparableContent({ status, headers, text }: ReceivedResponse, expected: Case, url: string): string {
  if (status !== expected.status) throw new Error(`${url} responded ${status}: ${text.slice(0, 200)}`);
  if (status === 304) return String(status);
  const ids = [JSON.parse(text) as { id: unknown } | { id: unknown }[]].flat().map(({ id }) => id);
  return JSON.stringify({ status, ids, total: headers.get('x-total-count') });
}

function rowsOf({ headers }: ReceivedResponse): RowCounts {
  const timing = headers.get('server-timing') ?? '';
  return {
    read: Number(/rows_read=(\d+)/.exec(timing)?.[1] ?? 0),
    written: Number(/rows_written=(\d+)/.exec(timing)?.[1] ?? 0),
  };
}
