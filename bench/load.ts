import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { Agent, request } from 'node:http';

/** A request to any of the servers. */
export interface Call {
  method?: string;
  path: string;
  headers?: Record<string, string>;
  body?: string;
}

export interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  text: string;
}

export interface Measurement {
  requestsPerSecond: number;
  /** Milliseconds of each request, in no order. */
  latencies: number[];
}

export interface Load {
  /** Cycled through by all connections together. */
  calls: readonly Call[];
  /** What each call must answer: anything else is an error, and no measurement. */
  status: number;
  connections: number;
  milliseconds: number;
}

/** Sends one call and reads its answer. */
export async function ask(origin: string, call: Call): Promise<Answer> {
  const response = await send(origin, call, undefined);
  response.setEncoding('utf8');
  let text = '';
  for await (const part of response) text += part;
  return { status: response.statusCode ?? 0, headers: response.headers, text };
}

/** Keeps each of the connections busy, one call after the other, until the time is over. */
export async function measure(
  origin: string,
  { calls, status, connections, milliseconds }: Load,
): Promise<Measurement> {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const latencies: number[] = [];
  const started = performance.now();
  let next = 0;
  const work = async () => {
    while (performance.now() - started < milliseconds) {
      const call = calls[next++ % calls.length];
      if (call === undefined) throw new Error('There is nothing to call.');
      const sent = performance.now();
      const response = await send(origin, call, agent);
      await drained(response);
      if (response.statusCode !== status) {
        throw new Error(
          `${call.method ?? 'GET'} ${origin}${call.path} answered ${response.statusCode}, not ${status}.`,
        );
      }
      latencies.push(performance.now() - sent);
    }
  };
  try {
    await Promise.all(Array.from({ length: connections }, work));
    return { requestsPerSecond: (latencies.length / (performance.now() - started)) * 1000, latencies };
  } finally {
    agent.destroy();
  }
}

function send(
  origin: string,
  { method, path, headers, body }: Call,
  agent: Agent | undefined,
): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const sending = request(
      origin + path,
      {
        ...(agent && { agent }),
        method: method ?? 'GET',
        headers: {
          ...headers,
          ...(body !== undefined && {
            'content-type': 'application/json',
            'content-length': String(Buffer.byteLength(body)),
          }),
        },
      },
      resolve,
    );
    sending.once('error', reject);
    sending.end(body);
  });
}

function drained(response: IncomingMessage): Promise<void> {
  return new Promise((resolve, reject) => {
    response.once('end', resolve);
    response.once('error', reject);
    response.resume();
  });
}
