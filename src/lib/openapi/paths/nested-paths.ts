import { declaredRelations } from '../../documents/query/declared-relations.ts';
import type { Collection } from '../../documents/schema/collection.ts';
import { type Api, examplesOf, newExample } from '../api.ts';
import { ID, schemaRef } from '../collection-schemas.ts';
import type { Operation, Parameter, Paths } from '../openapi-types.ts';
import { CREATION_PARAMETERS, listParameters, pathId } from '../parameters.ts';
import { problemResponses, WRITE_PROBLEMS } from '../problems.ts';
import { CREATION_HEADERS, jsonResponse, notModified, objectBody } from '../response-objects.ts';
import { securityOf } from '../security.ts';
import { listResponse } from './list-paths.ts';

/** `/api/{parent}/{id}/{collection}` of every collection that refers to the parent. */
export function nestedPaths(api: Api, parent: Collection): Paths {
  const [first] = examplesOf(api, parent);
  const id = pathId('id', parent.name, ID, first?.id);
  const { embed } = declaredRelations(parent, api.collections);
  return Object.fromEntries(
    embed.map(({ collection }) => [
      `/api/${parent.name}/{id}/${collection.name}`,
      { get: listOperation(parent, collection, id), post: createOperation(api, parent, collection, id) },
    ]),
  );
}

function listOperation(parent: Collection, collection: Collection, id: Parameter): Operation {
  return {
    operationId: `${parent.name}:${collection.name}:list`,
    tags: [collection.name],
    summary: `Lists the ${collection.name} of one of the ${parent.name}`,
    security: securityOf(collection, 'read'),
    parameters: [id, ...listParameters(collection)],
    responses: {
      200: listResponse('The documents.', collection),
      304: notModified(['ETag']),
      ...problemResponses('worker', 'path', 'database', 'credential', 'list'),
    },
  };
}

function createOperation(api: Api, parent: Collection, collection: Collection, id: Parameter): Operation {
  return {
    operationId: `${parent.name}:${collection.name}:create`,
    tags: [collection.name],
    summary: `Creates one of the ${collection.name}, with a reference to one of the ${parent.name}`,
    security: securityOf(collection, 'create'),
    parameters: [id, ...CREATION_PARAMETERS],
    requestBody: objectBody(schemaRef(collection, 'new'), newExample(api, collection)),
    responses: {
      201: jsonResponse('The new document.', schemaRef(collection, 'document'), CREATION_HEADERS),
      ...problemResponses(...WRITE_PROBLEMS, 'body', 'document', 'create', 'repeat'),
    },
  };
}
