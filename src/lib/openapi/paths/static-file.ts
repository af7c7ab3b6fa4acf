import { headerRefs } from '../headers.ts';
import type { Operation, Schema } from '../openapi-types.ts';
import { REFUSED_BY_CLOUDFLARE } from '../problems.ts';
import { OPEN } from '../security.ts';
import { TAGS } from '../tags.ts';

/** The operation of a file that is made at build. */
export function staticFile(
  operationId: string,
  summary: string,
  type: string,
  schema: Schema,
  tag: string = TAGS.service,
): Operation {
  return {
    operationId,
    tags: [tag],
    summary,
    description: 'A static file: the Worker does not run.',
    security: OPEN,
    responses: {
      200: {
        description: 'The file.',
        headers: headerRefs('ETag', 'Cache-Control', 'Cf-Cache-Status'),
        content: { [type]: { schema } },
      },
      ...REFUSED_BY_CLOUDFLARE,
    },
  };
}
