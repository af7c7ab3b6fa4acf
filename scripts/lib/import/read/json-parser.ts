import { JSONParser } from '@streamparser/json';

/**
 * A parser that keeps only the values at the path.
 *
 * `@streamparser/json` 0.0.26 drops U+FEFF from texts, because its decoder interprets it as a byte order mark
 * (https://encoding.spec.whatwg.org/#dom-textdecoder-ignorebom). Remove the decoder when the test of generated documents
 * passes without it.
 */
export function jsonParser(path: string): JSONParser {
  const parser = new JSONParser({ paths: [path], keepStack: false });
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  Object.assign(parser['tokenizer']['bufferedString'], { decoder });
  return parser;
}
