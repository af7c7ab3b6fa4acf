import { exampleRequest } from '../../../src/lib/openapi/example-request.ts';
import type { OpenApiDocument, Parameter } from '../../../src/lib/openapi/openapi-types.ts';
import { groupsOf, type PlacedOperation } from '../../../src/lib/openapi/operation-groups.ts';
import { isReference } from '../../../src/lib/openapi/references.ts';

/** The order of the steps. Reads come first, because writes change what they read. */
const ORDER = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];

/**
 * Makes an Arazzo description that sends the example of every operation once
 * (https://spec.openapis.org/arazzo/v1.0.1.html). Redocly checks status, type and schema of each response. A deletion of
 * one document deletes the document that an earlier step has created; a deletion of several deletes those of the example.
 *
 * @param file the name of the OpenAPI document in the same folder
 */
export function arazzoOf(document: OpenApiDocument, file: string): object {
  const operations = groupsOf(document)
    .flatMap((group) => group.operations)
    .toSorted((one, other) => ORDER.indexOf(one.method) - ORDER.indexOf(other.method));
  return {
    arazzo: '1.0.1',
    info: { title: 'Every operation once', version: '1.0.0' },
    sourceDescriptions: [{ name: 'api', type: 'openapi', url: file }],
    workflows: [
      {
        workflowId: 'all',
        inputs: { type: 'object', properties: { token: { type: 'string' } } },
        steps: operations.map((operation) => stepOf(operation, document)),
      },
    ],
  };
}

const stepId = (operationId: string) => operationId.replaceAll(':', '-');

function stepOf(operation: PlacedOperation, document: OpenApiDocument): object {
  const { operationId, parameters = [], responses } = operation;
  const { headers, body } = exampleRequest(operation, document);
  const own = parameters.filter((one): one is Parameter => !isReference(one));
  const [success = '200'] = Object.keys(responses)
    .filter((status) => status.startsWith('2'))
    .toReversed();
  const isDeletion = operationId.endsWith(':delete');
  const created = `$steps.${stepId(operationId.replace(/:delete$/, ':create'))}.outputs.id`;
  return {
    stepId: stepId(operationId),
    operationId,
    parameters: [
      { name: 'authorization', in: 'header', value: 'Bearer {$inputs.token}' },
      ...own
        .filter(({ in: place, required }) => place === 'path' || required === true)
        .map(({ name, in: place, example }) => ({
          name,
          in: place,
          value: isDeletion ? created : written(example),
        })),
    ],
    ...(body !== undefined && {
      requestBody: { contentType: headers['Content-Type'], payload: JSON.parse(body) },
    }),
    // `PUT` of a document that exists is 200.
    successCriteria: [{ condition: `$statusCode == ${operation.method === 'PUT' ? '200' : success}` }],
    ...(operationId.endsWith(':create') && { outputs: { id: '$response.body#/id' } }),
  };
}

/** Formats a value as `redocly respect` writes it into a URL. */
function written(example: unknown): unknown {
  if (Array.isArray(example)) return example[0];
  if (typeof example !== 'object' || example === null) return example;
  return Object.entries(example)
    .map(([name, value]) => `${name}=${value}`)
    .join(',');
}
