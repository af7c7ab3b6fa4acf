import { type Call, type ReceivedResponse, send } from '../lib/load.ts';
import type { ServerProcess } from '../lib/server-process.ts';
import type { Case } from './cases.ts';

/** The number of requests of each case whose responses are compared. */
const COMPARED = 10;

/**
 * Checks that all servers give equal responses to the requests of a case.
 *
 * @returns the largest number of D1 rows that Perigee read for one of the requests
 */
export async function compareResponses(
  oneCase: Case,
  perigee: ServerProcess,
  peers: readonly ServerProcess[],
): Promise<number> {
  let rowsRead = 0;
  for (const call of oneCase.calls.slice(0, COMPARED)) {
    const [own = '', ...others] = await Promise.all(
      [perigee, ...peers].map(async ({ origin }) => {
        const response = await send(origin, oneCase.isConditional ? await withEntityTag(origin, call) : call);
        rowsRead = Math.max(rowsRead, rowsReadOf(response));
        return comparableContent(response, oneCase, `${origin}${call.path}`);
      }),
    );
    const different = others.find((other) => other !== own);
    if (different !== undefined) {
      throw new Error(
        `"${oneCase.name}": ${call.path} is ${own} from Perigee, ${different} from json-server.`,
      );
    }
  }
  return rowsRead;
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

function rowsReadOf({ headers }: ReceivedResponse): number {
  return Number(/rows_read=(\d+)/.exec(headers.get('server-timing') ?? '')?.[1] ?? 0);
}
