import { connect } from 'node:net';
import type { Call } from '../lib/load.ts';

const CONNECTIONS = 4;
/** Requests that a connection sends ahead of their responses, so that the server never waits for one. */
const PIPELINED = 16;

/** Characters of a status line that may be split between two chunks. */
const LONGEST_UNFINISHED = 'HTTP/1.1 200'.length;
const STATUS_LINE = /HTTP\/1\.1 (\d{3}) /g;

/** Requests of one kind, in a cycle. */
export interface PipelinedLoad {
  origin: string;
  calls: readonly Call[];
  /** The status of every response. */
  status: number;
  /** The number of requests. */
  amount: number;
}

/**
 * Sends requests over pipelined connections and counts the status lines of their responses (RFC 9112 section 9.3.2).
 * A client that parses responses is slower than the Worker, which would then wait for it.
 *
 * @returns the number of requests that were sent: `amount`, rounded up to whole batches
 * @throws Error for a response of another status, or a closed connection
 */
export async function sendPipelined({ origin, calls, status, amount }: PipelinedLoad): Promise<number> {
  const batches = Math.ceil(amount / CONNECTIONS / PIPELINED);
  const { host } = new URL(origin);
  const connections = Array.from({ length: CONNECTIONS }, (_, i) => {
    const batch = Array.from({ length: PIPELINED }, (_, j) => calls[(i * PIPELINED + j) % calls.length]);
    const text = batch.map((call) => (call === undefined ? '' : requestOf(call, host))).join('');
    return sendBatches(origin, text, status, batches);
  });
  await Promise.all(connections);
  return batches * CONNECTIONS * PIPELINED;
}

/** Keeps two batches in flight until every request has its response. */
async function sendBatches(origin: string, batch: string, status: number, batches: number): Promise<void> {
  const { hostname, port } = new URL(origin);
  const socket = connect(Number(port), hostname).setEncoding('latin1');
  let unsent = batches;
  const send = () => {
    if (unsent-- > 0) socket.write(batch);
  };
  send();
  send();
  let received = 0;
  let rest = '';
  for await (const chunk of socket) {
    const text: string = rest + chunk;
    for (const [line, code] of text.matchAll(STATUS_LINE)) {
      if (Number(code) !== status) throw new Error(`The response was ${line}; expected ${status}.`);
      received += 1;
      if (received % PIPELINED === 0) send();
    }
    if (received === batches * PIPELINED) return;
    rest = text.replaceAll(STATUS_LINE, '').slice(-LONGEST_UNFINISHED);
  }
  throw new Error(`${origin} closed a connection after ${received} responses.`);
}

function requestOf({ method = 'GET', path, headers = {} }: Call, host: string): string {
  const lines = Object.entries({ host, ...headers }).map(([name, value]) => `${name}: ${value}\r\n`);
  return `${method} ${path} HTTP/1.1\r\n${lines.join('')}\r\n`;
}
