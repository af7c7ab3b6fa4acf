import { globSync, readFileSync } from 'node:fs';
import type { OpenApiDocument } from '../../src/lib/openapi/openapi.ts';

/** The file of the OpenAPI document that the build has made of what everyone may see. */
export function contractFile(): string {
  const [file] = globSync('dist/client/contract/*/public.json');
  if (file === undefined) throw new Error('The build has made no OpenAPI document.');
  return file;
}

export function builtContract(): OpenApiDocument {
  return JSON.parse(readFileSync(contractFile(), 'utf8')) as OpenApiDocument;
}
