import { isDeepStrictEqual } from 'node:util';
import { type Call, type ReceivedResponse, send } from '../lib/load.ts';
import type { Case } from './cases.ts';
import type { Dialect, Server } from './servers.ts';

/** The number of requests of each case whose responses are compared. */
const COMPARED = 10;

/** D1 rows of one request. */
export interface RowCounts {
  read: number;
  written: number;
}

/** The parts of a response that must be equal. */
interface Content {
  status: number;
  /** Ids of the documents, in their order. */
  ids: unknown[];
  /** `undefined` from a server that has no totals, and with a 304. */
  total: string | null | undefined;
}

interface Document {
  id: unknown;
}

/** What one server returned, and its rows. */
interface Compared {
  content: Content;
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
      const expected = compared[0]?.content;
      if (expected === undefined || isEqual(content, expected)) continue;
      throw new Error(
        `"${oneCase.name}": ${call.path} is ${JSON.stringify(expected)} from ${servers[0]?.name}, ${JSON.stringify(content)} from ${servers[i]?.name}.`,
      );
    }
  }
  return most;
}

/** Whether a peer returned what is expected, apart from a total that it does not have. */
function isEqual({ status, ids, total }: Content, expected: Content): boolean {
  return isDeepStrictEqual({ status, ids, total: total === undefined ? expected.total : total }, expected);
}

async function askServer(oneCase: Case, asked: Call, server: Server): Promise<Compared> {
  const { origin } = server.process;
  const call = server.dialect.callOf(asked);
  const response = await send(origin, oneCase.isConditional ? await withEntityTag(origin, call) : call);
  const { status, text } = response;
  if (status !== oneCase.status) {
    throw new Error(`${origin}${call.path} responded ${status}: ${text.slice(0, 200)}`);
  }
  return { content: contentOf(response, server.dialect), rows: rowsOf(response) };
}

/** Adds the `If-None-Match` of a client that has the response. */
export async function withEntityTag(origin: string, call: Call): Promise<Call> {
  const { headers } = await send(origin, call);
  return { ...call, headers: { ...call.headers, 'if-none-match': headers.get('etag') ?? '' } };
}

function contentOf(
  { status, headers, text }: ReceivedResponse,
  { documentsOf, hasTotals }: Dialect,
): Content {
  if (status === 304) return { status, ids: [], total: undefined };
  const documents = [documentsOf(JSON.parse(text)) as Document | Document[]].flat();
  const total = hasTotals ? headers.get('x-total-count') : undefined;
  return { status, ids: documents.map(({ id }) => id), total };
}

function rowsOf({ headers }: ReceivedResponse): RowCounts {
  const timing = headers.get('server-timing') ?? '';
  return {
    read: Number(/rows_read=(\d+)/.exec(timing)?.[1] ?? 0),
    written: Number(/rows_written=(\d+)/.exec(timing)?.[1] ?? 0),
  };
}
