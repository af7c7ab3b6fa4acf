import { jsonOf, problemOf, type Received } from '../request/exchange.ts';

/** What `/health.json` said, for people. */
export interface Report {
  kind: 'good' | 'bad';
  state: string;
  detail: string;
  facts: readonly (readonly [name: string, value: string])[];
  /** The page that explains the problem. */
  problem: string | null;
}

/** @param received `null` when no response came */
export function reportOf(received: Received | null): Report {
  const bad = { kind: 'bad', facts: [], problem: null } as const;
  if (received === null) {
    return { ...bad, state: 'No response', detail: 'The network is down, or no Worker is at this address.' };
  }
  const problem = problemOf(received);
  const body = (jsonOf(received) ?? {}) as Record<string, unknown>;
  const facts = FACTS.flatMap(([member, name]) => {
    const value = body[member];
    return typeof value === 'string' && value !== '' ? [[name, value] as const] : [];
  });
  if (received.status === 200) {
    const detail = 'The database can be read, and has all parts that this version needs.';
    return { kind: 'good', state: 'Ready to serve', detail, facts, problem: null };
  }
  return {
    ...bad,
    state: `Not ready: ${received.status}`,
    detail: problem?.detail ?? 'The response does not come from Perigee.',
    facts,
    problem: problem === null ? null : `/problems/${problem.code}`,
  };
}

/** Members of the body and their names. */
const FACTS = [
  ['version', 'Version'],
  ['tag', 'Tag'],
  ['deployed', 'Deployed'],
] as const;
