import { PROBLEM_KINDS, type ProblemCode } from '../../lib/http/problem/problem-codes.ts';
import { PROBLEM_EXPLANATIONS } from '../../lib/http/problem/problem-explanations.ts';

/** The members that a kind of problem adds (docs/errors.md). */
const MORE: Partial<Record<ProblemCode, object>> = {
  'bad-parameter': { errors: { _limit: '…' } },
  'invalid-document': {
    errors: { name: '…' },
    violations: [{ pointer: '/name', message: '…' }],
  },
};

/** A body of this kind, as `problemResponse()` writes it, with the meaning for the detail. */
export function exampleProblem(code: ProblemCode): object {
  const detail = PROBLEM_EXPLANATIONS[code].meaning.replaceAll('`', '');
  const { title, status } = PROBLEM_KINDS[code];
  return {
    type: `/problems/${code}`,
    title,
    status,
    detail,
    instance: '/the/path/of/the/request',
    code,
    message: detail,
    ...MORE[code],
  };
}
