import { OPTIONS, type Option } from '../../images/options/options.ts';
import { UNSIGNED_OPTIONS } from '../../images/variant/permitted-options.ts';
import type { Api } from '../api.ts';
import { type HeaderName, headerRefs } from '../headers.ts';
import type { Operation, Parameter, Paths, Response, Schema } from '../openapi-types.ts';
import { IF_NONE_MATCH } from '../parameters.ts';
import { problemResponses } from '../problems.ts';
import { notModified } from '../response-objects.ts';
import { OPEN } from '../security.ts';
import { TAGS } from '../tags.ts';

/** Media types of images. The response to `format=json` is `application/json`. */
const TYPES = ['image/avif', 'image/webp', 'image/jpeg', 'image/png', 'image/gif'] as const;

const HEADERS: readonly HeaderName[] = ['X-Request-Id', 'Cache-Control', 'ETag', 'Server-Timing'];

export function imagePaths(api: Api): Paths {
  return {
    '/image/{options}/{source}': { get: imageOperation(api) },
    '/image.jpg': {
      get: {
        operationId: 'readPinnedImage',
        tags: [TAGS.images],
        summary: 'The image at `IMAGE_SOURCE`, as a JPEG',
        security: OPEN,
        parameters: [IF_NONE_MATCH],
        responses: {
          200: imageResponse('The image.', ['image/jpeg'], HEADERS),
          304: notModified(['ETag']),
          ...problemResponses('worker', 'imageSource'),
        },
      },
    },
  };
}

function imageOperation({ presets }: Api): Operation {
  return {
    operationId: 'makeImage',
    tags: [TAGS.images],
    summary: 'An image in any size and format',
    description: `The presets are: ${presets.map((name) => `\`${name}\``).join(', ') || 'none'}.`,
    security: OPEN,
    parameters: [
      options(),
      {
        name: 'source',
        in: 'path',
        required: true,
        description:
          'A file of this site, or an unencoded URL of an allowed host. Its slashes are not encoded.',
        schema: { type: 'string' },
        example: 'pictures/orbit.jpg',
      },
      IF_NONE_MATCH,
    ],
    responses: {
      200: imageResponse(
        'The image, or its description for `format=json`.',
        [...TYPES, 'application/json'],
        [...HEADERS, 'Perigee-Variant', 'Perigee-Fallback'],
      ),
      302: { description: 'The source, for `onerror=redirect`.', headers: headerRefs('Location') },
      304: notModified(['ETag']),
      ...problemResponses('worker', 'imageUrl', 'imageSource'),
    },
  };
}

function imageResponse(
  description: string,
  types: readonly string[],
  headers: readonly HeaderName[],
): Response {
  const content = Object.fromEntries(
    types.map((type) => [type, { schema: type === 'application/json' ? { type: 'object' } : {} }]),
  );
  return { description, headers: headerRefs(...headers), content };
}

/** The options as an object: `style: simple` with `explode` writes `width=400,format=auto`. */
function options(): Parameter {
  const entries: [string, Option<unknown>][] = Object.entries(OPTIONS);
  return {
    name: 'options',
    in: 'path',
    required: true,
    description: 'Options, separated by commas; at least one.',
    style: 'simple',
    explode: true,
    schema: {
      type: 'object',
      properties: Object.fromEntries(entries.map(([name, option]) => [name, optionSchema(name, option)])),
      additionalProperties: false,
    },
    example: { width: 400, format: 'auto' },
  };
}

function optionSchema(
  name: string,
  { description, expects, default: standard, aliases = [] }: Option<unknown>,
): Schema {
  const also = aliases.length === 0 ? '' : ` Also \`${aliases.join('`, `')}\`.`;
  const signed = UNSIGNED_OPTIONS.has(name) ? '' : ' It needs a preset or a signature.';
  return {
    description: `${description} Values: ${expects}.${also}${signed}`,
    ...(standard !== undefined && { default: standard }),
  };
}
