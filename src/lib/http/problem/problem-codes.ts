/** One kind of problem: what `title` and `status` of a problem+json response say (RFC 9457 section 3.1). */
interface ProblemKind {
  status: number;
  title: string;
}

/** Every kind of problem by its stable code. `problem-explanations.ts` has what `/problems/{code}` says about it. */
export const PROBLEM_KINDS = {
  'bad-path': {
    status: 400,
    title: 'Malformed path',
  },
  'bad-header': {
    status: 400,
    title: 'Invalid request header',
  },
  'bad-parameter': {
    status: 400,
    title: 'Invalid query parameter',
  },
  'query-too-large': {
    status: 400,
    title: 'Query too large',
  },
  'needs-index': {
    status: 400,
    title: 'Query needs an index',
  },
  'stream-too-large': {
    status: 400,
    title: 'Stream too large',
  },
  'cursor-lost': {
    status: 410,
    title: 'Cursor lost',
  },
  'malformed-body': {
    status: 400,
    title: 'Malformed body',
  },
  'bad-image-option': {
    status: 400,
    title: 'Invalid image option',
  },
  'bad-image-source': {
    status: 400,
    title: 'Malformed image URL',
  },
  'image-too-large': {
    status: 400,
    title: 'Image too large',
  },
  'option-needs-signature': {
    status: 400,
    title: 'Image option needs a signature',
  },
  'token-required': {
    status: 401,
    title: 'Token required',
  },
  'token-invalid': {
    status: 401,
    title: 'Token not valid',
  },
  'scope-required': {
    status: 403,
    title: 'Scope required',
  },
  'cross-site-write': {
    status: 403,
    title: 'Cross-site write',
  },
  'source-not-allowed': {
    status: 403,
    title: 'Image source not allowed',
  },
  'source-forbidden': {
    status: 403,
    title: 'Image source forbidden',
  },
  'bad-signature': {
    status: 403,
    title: 'Signature not valid',
  },
  'not-found': {
    status: 404,
    title: 'Not found',
  },
  'no-such-collection': {
    status: 404,
    title: 'No such collection',
  },
  'no-such-document': {
    status: 404,
    title: 'No such document',
  },
  'changes-not-recorded': {
    status: 404,
    title: 'Changes not recorded',
  },
  'no-such-file': {
    status: 404,
    title: 'No such file',
  },
  'source-not-found': {
    status: 404,
    title: 'Image source not found',
  },
  'method-not-allowed': {
    status: 405,
    title: 'Method not allowed',
  },
  'id-taken': {
    status: 409,
    title: 'Id taken',
  },
  'changes-gone': {
    status: 410,
    title: 'Changes gone',
  },
  'source-gone': {
    status: 410,
    title: 'Image source gone',
  },
  'precondition-failed': {
    status: 412,
    title: 'Precondition failed',
  },
  'body-too-large': {
    status: 413,
    title: 'Body too large',
  },
  'source-too-large': {
    status: 413,
    title: 'Image source too large',
  },
  'unsupported-media-type': {
    status: 415,
    title: 'Unsupported media type',
  },
  'not-an-image': {
    status: 415,
    title: 'Source is not an image',
  },
  'unsupported-image': {
    status: 415,
    title: 'Unsupported image type',
  },
  'invalid-document': {
    status: 422,
    title: 'Invalid document',
  },
  'idempotency-key-reused': {
    status: 422,
    title: 'Idempotency-Key reused',
  },
  'undecodable-image': {
    status: 422,
    title: 'Image cannot be decoded',
  },
  'rate-limited': {
    status: 429,
    title: 'Too many requests',
  },
  'internal-error': {
    status: 500,
    title: 'Internal error',
  },
  'source-unreachable': {
    status: 502,
    title: 'Image source unreachable',
  },
  'source-failed': {
    status: 502,
    title: 'Image source failed',
  },
  'render-failed': {
    status: 502,
    title: 'Rendering failed',
  },
  'database-busy': {
    status: 503,
    title: 'Database busy',
  },
  'database-unavailable': {
    status: 503,
    title: 'Database unavailable',
  },
  'access-unavailable': {
    status: 503,
    title: 'Cloudflare Access unavailable',
  },
  'contract-unavailable': {
    status: 503,
    title: 'OpenAPI document unavailable',
  },
  'write-unconfirmed': {
    status: 503,
    title: 'Write not confirmed',
  },
  'not-configured': {
    status: 503,
    title: 'Deployment incomplete',
  },
  'images-busy': {
    status: 503,
    title: 'Images binding busy',
  },
  'source-busy': {
    status: 503,
    title: 'Image source busy',
  },
  'source-timeout': {
    status: 504,
    title: 'Image source too slow',
  },
  'source-loop': {
    status: 508,
    title: 'Image source loops',
  },
} as const satisfies Record<string, ProblemKind>;

export type ProblemCode = keyof typeof PROBLEM_KINDS;

export function isProblemCode(code: string): code is ProblemCode {
  return Object.hasOwn(PROBLEM_KINDS, code);
}
