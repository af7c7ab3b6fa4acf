import type { V4WorkerOptions } from 'miniflare';

type Value = string | number | null;

/** A value that a statement has bound. JSON has no numbers that are not finite. */
export type Parameter = Value | boolean | { number: string };

export interface BoundStatement {
  sql: string;
  parameters: readonly Parameter[];
}

/** What D1 returns for a statement, in JSON. */
export type Outcome = Pick<D1Result<Record<string, Value>>, 'results' | 'success' | 'meta'>;

/** What the helper does: it executes a batch, or logs a line. */
export type HelperTask = { statements: readonly BoundStatement[] } | { line: string };

export const HELPER = 'helper';

const SCRIPT = `const valueOf = (parameter) => (parameter?.number === undefined ? parameter : Number(parameter.number));
export default {
  async fetch(request, { DB }) {
    const { statements = [], line } = await request.json();
    if (line !== undefined) console.log(line);
    if (statements.length === 0) return Response.json([]);
    try {
      const bound = statements.map(({ sql, parameters }) => DB.prepare(sql).bind(...parameters.map(valueOf)));
      return Response.json(await DB.batch(bound));
    } catch ({ message }) {
      return new Response(message, { status: 500 });
    }
  },
};`;

/** A Worker beside the one under test, with the same database. */
export function helperWorker(databases: V4WorkerOptions['d1Databases']): V4WorkerOptions {
  return {
    name: HELPER,
    modules: true,
    script: SCRIPT,
    compatibilityDate: '2026-10-01',
    ...(databases !== undefined && { d1Databases: databases }),
  };
}
