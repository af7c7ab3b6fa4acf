import { PROBLEM_KINDS, type ProblemCode } from '../../lib/http/problem/problem-codes.ts';

/** The codes of all problems, grouped by their status, which ascends. */
export function problemsByStatus(): [status: number, codes: ProblemCode[]][] {
  const codes = Object.keys(PROBLEM_KINDS) as ProblemCode[];
  const groups = Map.groupBy(codes, (code) => PROBLEM_KINDS[code].status);
  return [...groups].toSorted(([one], [other]) => one - other);
}
