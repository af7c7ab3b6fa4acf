import { usedComponents } from '../documents/contract/used-components.ts';
import type { Api } from './api.ts';
import { collectionSchemas } from './collection-schemas.ts';
import { HEADERS } from './headers.ts';
import type { OpenApiDocument, Paths } from './openapi-types.ts';
import { PARAMETERS } from './parameters.ts';
import { documentPaths } from './paths/document-paths.ts';
import { imagePaths } from './paths/image-paths.ts';
import { listPaths } from './paths/list-paths.ts';
import { nestedPaths } from './paths/nested-paths.ts';
import { pagePaths } from './paths/page-paths.ts';
import { servicePaths } from './paths/service-paths.ts';
import { tutorialPaths, userNamePath } from './paths/tutorial-paths.ts';
import { problemComponents } from './problems.ts';
import { SECURITY_SCHEMES } from './security.ts';
import { SHARED_SCHEMAS } from './shared-schemas.ts';
import { TAG_DESCRIPTIONS } from './tags.ts';

/** The OpenAPI document of everything that is served. */
export function openApiDocument(api: Api): OpenApiDocument {
  const collections = Object.values(api.collections);
  const paths = pathsOf(api);
  const schemas = Object.assign(
    { ...SHARED_SCHEMAS },
    ...collections.map((collection) => collectionSchemas(collection, api.collections)),
  );
  return {
    openapi: '3.1.1',
    info: {
      title: 'Perigee',
      version: api.version,
      summary: 'JSON documents and images, served from the edge.',
      description:
        'Documents have the query language of json-server 0.17 and 1. Images have the URL grammar of `/cdn-cgi/image/`. Every `GET` also has `HEAD` and `OPTIONS`.',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: '/', description: 'The origin of this document.' }],
    tags: [
      ...collections.map(({ name }) => ({ name, description: `The collection \`${name}\`.` })),
      ...TAG_DESCRIPTIONS,
    ],
    paths,
    components: usedComponents(paths, {
      schemas,
      responses: problemComponents(paths),
      parameters: { ...PARAMETERS },
      headers: { ...HEADERS },
      securitySchemes: { ...SECURITY_SCHEMES },
    }),
  };
}

/** All paths, those of the collections first. */
function pathsOf(api: Api): Paths {
  return Object.assign(
    {},
    ...Object.values(api.collections).flatMap((collection): Paths[] =>
      collection.isSingleton
        ? [documentPaths(api, collection)]
        : [listPaths(api, collection), documentPaths(api, collection), nestedPaths(api, collection)],
    ),
    imagePaths(api),
    servicePaths(api),
    pagePaths(api.pages),
    tutorialPaths(),
    userNamePath(api.collections),
  );
}
