import type { URLExtractor, URLGenerator } from 'unpic';
import type { CloudflareOperations } from 'unpic/providers/cloudflare';
import { createExtractAndGenerate, createOperationsHandlers } from 'unpic/utils';

const { operationsGenerator, operationsParser } = createOperationsHandlers<CloudflareOperations>({
  defaults: { format: 'auto', fit: 'cover' },
  kvSeparator: '=',
  paramSeparator: ',',
});

export const generate: URLGenerator<'cloudflare'> = (src, operations) => {
  const source = String(src).replace(/^\//, '').replace('?', '%3F');
  return `/image/${operationsGenerator(operations)}/${source}`;
};

export const extract: URLExtractor<'cloudflare'> = (url) => {
  const [, options, src] = /\/image\/([^/]+)\/(.+)$/.exec(String(url)) ?? [];
  if (options === undefined || src === undefined) return null;
  return { src: src.replace('%3F', '?'), operations: operationsParser(options), options: {} };
};

export const transform = createExtractAndGenerate(extract, generate);
