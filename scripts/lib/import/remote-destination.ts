import type { Collections } from '../../../src/lib/documents/schema/collection.ts';
import type { JsonSchema } from '../../../src/lib/documents/schema/fields.ts';
import { findCollection } from '../../../src/lib/documents/schema/find-collection.ts';
import { problemOf } from '../worker-api/problem-body.ts';
import { send, type WorkerApi } from '../worker-api/worker-api.ts';
import { type Destination, NOT_A_SINGLETON } from './import-files.ts';

/**
 * The collections of a Worker. It has the schemas of those that the token may read.
 *
 * @param local loads the definitions of this project, for a token that may only write
 */
export function remoteDestination(target: WorkerApi, local: () => Promise<Collections>): Destination {
  return {
    problemOf: async (name, kind) => {
      const path = `/api/${encodeURIComponent(name)}`;
      if (kind === 'singleton') {
        const { status, body } = await send(target, 'GET', path);
        if (status === 200) return Array.isArray(body) ? NOT_A_SINGLETON : null;
        const { code, detail } = problemOf({ status, body });
        return code === 'no-such-document' ? null : detail;
      }
      const response = await send(target, 'GET', `${path}?_limit=1`);
      if (response.status === 200) return null;
      if (response.status !== 404) throw new Error(`${name}: ${problemOf(response).detail}`);
      return `${target.url} has no collection ${name}. src/collections.ts says why, if npm run init left it out`;
    },
    schemaOf: async (name) => {
      const response = await send(target, 'GET', `/schemas/${encodeURIComponent(name)}.json`);
      return response.status === 200
        ? (response.body as JsonSchema)
        : (findCollection(await local(), name)?.jsonSchema ?? {});
    },
  };
}
