import { JSONParser } from '@streamparser/json';

/**
 * A parser that keeps no value but those at the path.
 *
 * `@streamparser/json` 0.0.26 drops U+FEFF from texts, because its decoder takes it for a byte order mark. This goes when
 * the test of generated documents passes without it: https://encoding.spec.whatwg.org/#dom-textdecoder-ignorebom
 */
export function jsonParser(path: string): JSONParser {
  const parser = new JSONParser({ paths: [path], keepStack: false });
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  Object.assign(parser['tokenizer']['bufferedString'], { decoder });
  return parser;
}
