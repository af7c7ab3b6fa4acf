import type { Collection } from '../../documents/schema/collection.ts';
import { PATCH_TYPE } from '../../http/request/body-text.ts';
import { type Api, patchExample } from '../api.ts';
import { schemaRef } from '../collection-schemas.ts';
import { mediaType } from '../response-objects.ts';

/** The Request Body Object of a JSON Merge Patch (RFC 7396). */
export function patchBody(api: Api, collection: Collection) {
  const schema = schemaRef(collection, 'patch');
  const content = {
    [PATCH_TYPE]: mediaType(schema, patchExample(api, collection)),
    'application/json': mediaType(schema, null),
  };
  return { required: true as const, content };
}
