import type { Miniflare, V4WorkerOptions } from 'miniflare';

/** A row of a result, as JSON has it. */
export type Row = Record<string, string | number | null>;

export const HELPER = 'helper';

/**
 * Executes a batch in workerd with one request. Miniflare's own `D1Database` sends one for each statement that it prepares,
 * and waits for it.
 */
const SCRIPT = `export default {
  async fetch(request, { DB }) {
    const { statements, mark } = await request.json();
    if (mark !== undefined) console.log(mark);
    if (statements === undefined) return Response.json([]);
    try {
      const results = await DB.batch(statements.map((statement) => DB.prepare(statement)));
      return Response.json(results.map(({ results }) => results));
    } catch ({ message }) {
      return new Response(message, { status: 500 });
    }
  },
};`;

/** A Worker that has the same database as the one under test. */
export function helperWorker(databases: V4WorkerOptions['d1Databases']): V4WorkerOptions {
  return {
    name: HELPER,
    modules: true,
    script: SCRIPT,
    compatibilityDate: '2026-10-01',
    ...(databases !== undefined && { d1Databases: databases }),
  };
}

type Helper = Awaited<ReturnType<Miniflare['getWorker']>>;

interface Task {
  statements?: readonly string[];
  /** What the helper logs. */
  mark?: string;
}

/** @throws Error with the message of D1 */
export async function help(helper: Pick<Helper, 'fetch'>, task: Task): Promise<Row[][]> {
  const response = await helper.fetch('http://helper', { method: 'POST', body: JSON.stringify(task) });
  if (!response.ok) throw new Error(await response.text());
  return (await response.json()) as Row[][];
}
