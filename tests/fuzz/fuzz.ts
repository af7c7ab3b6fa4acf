import fc from 'fast-check';
import { startBuiltWorker } from '../../bench/lib/built-worker.ts';
import { collections } from '../../src/collections.ts';
import { insertionsOf } from '../../src/lib/documents/tables/seed-statements.ts';
import { firstDocuments } from '../support/worker/tables.ts';
import { send } from './client.ts';
import { TOKEN } from './headers.ts';
import { differences, violations } from './properties.ts';
import { type FuzzRequest, requests } from './requests.ts';
import { upstream } from './upstream.ts';

export interface FuzzReport {
  requests: number;
  /** Responses by status. */
  statuses: Record<number, number>;
}

/**
 * Sends random requests directly to workerd, one after the other, half of them without the local cache. Equal seeds send
 * equal requests, to a new database.
 *
 * @throws Error with the request whose response breaks a rule, and with the seed
 */
export async function fuzz(count: number, seed: number): Promise<FuzzReport> {
  const report: FuzzReport = { requests: 0, statuses: {} };
  for (const EDGE_CACHE of ['off', 'on']) await fuzzWith(EDGE_CACHE, Math.ceil(count / 2), seed, report);
  return report;
}

async function fuzzWith(
  EDGE_CACHE: string,
  numRuns: number,
  seed: number,
  report: FuzzReport,
): Promise<void> {
  const vars = { EDGE_CACHE, ADMIN_TOKEN: TOKEN, RATE_LIMITS: 'off' };
  const worker = await startBuiltWorker({ vars, upstream });
  try {
    const insertions = insertionsOf(firstDocuments(collections));
    await worker.database.batch(insertions.map((statement) => worker.database.prepare(statement)));
    const property = fc.asyncProperty(requests, (request) => check(worker.url, request, report));
    // The state of the database differs in a second run of a request, so a smaller one may not fail.
    const {
      failed,
      numRuns: sent,
      counterexample,
      errorInstance,
    } = await fc.check(property, {
      numRuns,
      seed,
      endOnFailure: true,
    });
    if (failed) throw new Error(describeFault(seed, sent, counterexample?.[0], errorInstance));
  } finally {
    await worker.stop();
  }
}

/** Maximum number of characters of a request in a message. */
const SHOWN = 1_500;

function describeFault(seed: number, sent: number, request: FuzzRequest | undefined, error: unknown): string {
  const { method, target, headers, body } = request ?? { method: '', target: '', headers: [], body: null };
  const bytes = body === null ? 'none' : Buffer.from(body.bytes).toString('latin1');
  return [
    `Request ${sent} of FUZZ_SEED=${seed}: ${error instanceof Error ? error.message : error}`,
    `${method} ${target.slice(0, SHOWN)}`,
    ...headers.map(([name, value]) => `${name}: ${value.slice(0, SHOWN)}`),
    `body (excess ${body?.excess ?? 'chunked'}): ${bytes.slice(0, SHOWN)}`,
  ].join('\n');
}

async function check(origin: URL, request: FuzzRequest, report: FuzzReport): Promise<void> {
  const response = await send(origin, request);
  report.requests += 1;
  if (response === null) return;
  report.statuses[response.status] = (report.statuses[response.status] ?? 0) + 1;
  const wrong = violations(request, response);
  // A range of GET alone is a part (RFC 9110 section 14.2).
  const isComparable = request.method === 'GET' && !request.headers.some(([name]) => name === 'range');
  if (isComparable) {
    const head = await send(origin, { ...request, method: 'HEAD' });
    if (head !== null)
      wrong.push(...violations({ ...request, method: 'HEAD' }, head), ...differences(response, head));
  }
  if (wrong.length > 0) {
    const { status, headers, body } = response;
    const shown = /json|text/.test(String(headers['content-type'])) ? body.toString().slice(0, 300) : '';
    throw new Error(`${wrong.join('; ')}: ${status} ${shown}`);
  }
}
