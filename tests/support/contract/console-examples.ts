import { STATUS_CODES } from 'node:http';
import { parseArgs } from 'node:util';
import { TOKEN } from '../worker/worker.ts';

/** A command in a page of the docs, with the output that the page shows. */
export interface Example {
  command: string;
  output: string;
}

/** Finds the `curl` commands in the `console` blocks of a Markdown text, in their order. */
export function examplesOf(markdown: string): Example[] {
  return commandsOf(markdown).filter(({ command }) => command.startsWith('curl '));
}

/** Finds the commands in the `console` blocks of a Markdown text, in their order. */
export function commandsOf(markdown: string): Example[] {
  return [...markdown.matchAll(/^```console\n([\s\S]*?)^```/gm)]
    .flatMap(([, block = '']) => `\n${block}`.split('\n$ ').slice(1))
    .map((example) => {
      const [, command = '', output = ''] = /^((?:.*\\\n)*.*)\n([\s\S]*)$/.exec(example) ?? [];
      return { command: command.replaceAll(/\\\n\s*/g, ''), output: output.trim() };
    });
}

/** The request of a `curl` command, and the part of the response that it prints. */
export interface CurlRequest {
  url: string;
  init: RequestInit;
  prints: 'body' | 'response' | 'headers' | 'facts';
}

/**
 * Parses a `curl` command with the options that the examples use.
 *
 * @throws TypeError for any other option
 */
export function parseCurl(command: string): CurlRequest {
  const [curl = '', filter] = command.split(' | ');
  const [, ...args] = [...curl.matchAll(/'([^']*)'|"([^"]*)"|(\S+)/g)].map(([, ...groups]) =>
    groups.filter((group) => group !== undefined).join(''),
  );
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      include: { type: 'boolean', short: 'i' },
      silent: { type: 'boolean', short: 's' },
      globoff: { type: 'boolean', short: 'g' },
      request: { type: 'string', short: 'X', default: 'GET' },
      header: { type: 'string', short: 'H', multiple: true, default: [] },
      data: { type: 'string', short: 'd' },
      output: { type: 'string', short: 'o' },
      'write-out': { type: 'string', short: 'w' },
    },
  });
  const headers = values.header.map((header) => header.replace('$TOKEN', TOKEN).split(/:\s*(.*)/s, 2));
  const prints = filter !== undefined ? 'headers' : values.include ? 'response' : 'body';
  return {
    url: `http://${positionals[0]}`,
    init: {
      method: values.request,
      headers: headers as [string, string][],
      ...(values.data !== undefined && { body: values.data }),
    },
    prints: values.output === undefined ? prints : 'facts',
  };
}

/** Returns what `curl` prints, without the headers that the expected output leaves out. */
export async function printed(
  response: Response,
  prints: CurlRequest['prints'],
  expected: string,
): Promise<string> {
  if (prints === 'facts') {
    const { byteLength } = await response.arrayBuffer();
    return `${response.headers.get('content-type')}, ${byteLength} bytes`;
  }
  const shown = [...expected.matchAll(/^([A-Za-z-]+): /gm)].map(([, name = '']) => name);
  const headers = shown
    .filter((name) => response.headers.has(name))
    .map((name) => `${name}: ${response.headers.get(name)}`);
  const body = await response.text();
  if (prints === 'headers') return headers.join('\n');
  if (prints === 'body') return body.trim();
  const status = `HTTP/1.1 ${response.status} ${STATUS_CODES[response.status]}`;
  return [status, ...headers, '', body].join('\n').trim();
}

/** Parts of an output that differ from run to run. The number of bytes depends on the encoders of the platform. */
const VOLATILE: readonly [pattern: RegExp, replacement: string][] = [
  [/\b\d{13}\b/g, 'MILLISECONDS'],
  [/\w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d GMT/g, 'DATE'],
  [/\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'DATE'],
  [/[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}/g, 'UUID'],
  [/dur=[\d.]+/g, 'dur=MILLISECONDS'],
  [/\d+ bytes/g, 'BYTES'],
  [/(;base64,)[^"]*/g, '$1…'],
];

/** Replaces the parts of an output that differ from run to run. */
export function withoutVolatile(output: string): string {
  // CSV ends its lines with CRLF, which Markdown does not show.
  const lines = output.replaceAll('\r\n', '\n');
  return VOLATILE.reduce((text, [pattern, replacement]) => text.replaceAll(pattern, replacement), lines);
}
