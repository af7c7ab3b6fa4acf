import type { BoundStatement, Outcome, Parameter } from './helper-worker.ts';

type Execute = (statements: readonly BoundStatement[]) => Promise<Outcome[]>;

/**
 * The part of D1's API that the tests and `src/lib` use, over a Worker that has the database: one request for each call.
 * Miniflare's own `D1Database` sends one for each statement that is prepared and each that is bound, and waits for it.
 */
export function remoteD1(execute: Execute): D1Database {
  const database = {
    prepare: (sql: string) => new Statement(execute, { sql, parameters: [] }),
    batch: (statements: readonly Statement[]) => execute(statements.map(({ bound }) => bound)),
  };
  return database as unknown as D1Database;
}

class Statement {
  readonly #execute: Execute;
  readonly bound: BoundStatement;

  constructor(execute: Execute, bound: BoundStatement) {
    this.#execute = execute;
    this.bound = bound;
  }

  bind(...parameters: unknown[]): Statement {
    return new Statement(this.#execute, { ...this.bound, parameters: parameters.map(encoded) });
  }

  async all(): Promise<Outcome> {
    const [outcome] = await this.#execute([this.bound]);
    if (outcome === undefined) throw new Error('D1 has returned no result.');
    return outcome;
  }

  run(): Promise<Outcome> {
    return this.all();
  }

  async first(column?: string): Promise<unknown> {
    const { results } = await this.all();
    const [row = null] = results;
    return column === undefined ? row : (row?.[column] ?? null);
  }
}

/** @throws Error for a value that D1 does not take, or JSON would change */
function encoded(value: unknown): Parameter {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number') return Number.isFinite(value) ? value : { number: String(value) };
  throw new Error(`D1_TYPE_ERROR: Type '${typeof value}' not supported for value '${String(value)}'`);
}
