import { isProblemCode, PROBLEM_KINDS, type ProblemCode } from './problem-codes.ts';

export interface ProblemOptions {
  /** Headers of the response, such as `Allow` or `WWW-Authenticate`. */
  headers?: Record<string, string>;
  /** Extension members (RFC 9457 section 3.2), such as `errors`. */
  extensions?: Record<string, unknown>;
  /** The underlying error; it is logged and never shown. */
  cause?: unknown;
}

/**
 * The one error with a public meaning. Thrown anywhere, it becomes an `application/problem+json` response in
 * `middleware.ts`. Its message is shown to the client: the value, the rule, and what is allowed.
 */
export class Problem extends Error {
  override readonly name = 'Problem';
  readonly code: ProblemCode;
  readonly status: number;
  readonly headers: Record<string, string>;
  readonly extensions: Record<string, unknown>;

  constructor(code: ProblemCode, detail: string, options: ProblemOptions = {}) {
    super(detail, { cause: options.cause });
    this.code = code;
    this.status = PROBLEM_KINDS[code].status;
    this.headers = options.headers ?? {};
    this.extensions = options.extensions ?? {};
  }
}

/**
 * The problem+json response (RFC 9457). `message` repeats `detail` for clients that show that member.
 *
 * @param instance the path of the request that failed
 */
export function problemResponse(problem: Problem, instance: string): Response {
  const body = {
    type: `/problems/${problem.code}`,
    title: PROBLEM_KINDS[problem.code].title,
    status: problem.status,
    detail: problem.message,
    instance,
    code: problem.code,
    message: problem.message,
    ...problem.extensions,
  };
  return new Response(JSON.stringify(body), {
    status: problem.status,
    headers: { 'content-type': 'application/problem+json', 'cache-control': 'no-store', ...problem.headers },
  });
}

/** Reads a `problemResponse` of another entrypoint back into a Problem. */
export async function readProblem(response: Response): Promise<Problem> {
  const { code, detail } = await response.json<{ code: string; detail: string }>();
  const retryAfter = response.headers.get('retry-after');
  const headers: Record<string, string> = retryAfter === null ? {} : { 'retry-after': retryAfter };
  return new Problem(isProblemCode(code) ? code : 'internal-error', detail, { headers });
}
