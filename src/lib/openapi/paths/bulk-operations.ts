import type { Collection } from '../../documents/schema/collection.ts';
import { type Api, examplesOf } from '../api.ts';
import { ID, schemaRef } from '../collection-schemas.ts';
import type { Operation } from '../openapi-types.ts';
import { idsParameter } from '../parameters.ts';
import { problemResponses, WRITE_PROBLEMS } from '../problems.ts';
import { jsonResponse, WRITE_HEADERS } from '../response-objects.ts';
import { securityOf } from '../security.ts';
import { patchBody } from './patch-body.ts';

/** `PATCH /api/{collection}?id=1&id=2` */
export function patchManyOperation(api: Api, collection: Collection): Operation {
  const { name } = collection;
  return {
    operationId: `${name}:mergeSeveral`,
    tags: [name],
    summary: `Merges one patch into several ${name}`,
    description: 'In one transaction: all or none.',
    security: securityOf(collection, 'update'),
    parameters: [idsParameter(ID, examplesOf(api, collection)[0]?.id)],
    requestBody: patchBody(api, collection),
    responses: {
      200: jsonResponse('The documents, in the order of the ids.', writtenList(collection), WRITE_HEADERS),
      ...problemResponses(...WRITE_PROBLEMS, 'body', 'ids'),
    },
  };
}

/** `DELETE /api/{collection}?id=1&id=2` */
export function deleteManyOperation(api: Api, collection: Collection): Operation {
  const { name } = collection;
  return {
    operationId: `${name}:deleteSeveral`,
    tags: [name],
    summary: `Deletes several ${name}`,
    description: 'In one transaction: all or none.',
    security: securityOf(collection, 'delete'),
    parameters: [idsParameter(ID, examplesOf(api, collection)[0]?.id)],
    responses: {
      200: jsonResponse(
        'The deleted documents, in the order of the ids.',
        writtenList(collection),
        WRITE_HEADERS,
      ),
      ...problemResponses(...WRITE_PROBLEMS, 'ids'),
    },
  };
}

function writtenList(collection: Collection) {
  return { type: 'array', items: schemaRef(collection, 'document') };
}
