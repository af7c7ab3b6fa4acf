import { type JSONParser, TokenType } from '@streamparser/json';
import { pointerTo } from '../../../../src/lib/http/json.ts';
import type { Entry, ReadOptions } from './entry.ts';
import { jsonParser } from './json-parser.ts';
import { readBytes } from './read-bytes.ts';
import type { SourceFile } from './source-file.ts';

/** Reads the `db.json` of json-server, an object of lists; or one list, whose collection the file names. */
export async function* readJson(file: SourceFile, { onBytes }: ReadOptions): AsyncGenerator<Entry> {
  const entries: Entry[] = [];
  let parser: JSONParser | undefined;
  const orNotJson = (step: () => void) => {
    try {
      step();
    } catch (error) {
      throw new Error(`${file.name} is not JSON: ${error instanceof Error ? error.message : error}`);
    }
  };
  for await (const chunk of readBytes(file, onBytes)) {
    orNotJson(() => {
      parser ??= parserFor(chunk, file, entries);
      parser?.write(chunk);
    });
    yield* entries.splice(0);
  }
  orNotJson(() => {
    if (parser === undefined) throw new Error('it is empty');
    if (!parser.isEnded) parser.end();
  });
  yield* entries.splice(0);
}

/**
 * A parser that adds entries to a list, and keeps no value.
 *
 * @param start the first bytes of the file
 * @returns `undefined` while the file has only white space
 */
function parserFor(start: Buffer, file: SourceFile, entries: Entry[]): JSONParser | undefined {
  const [first] = start.toString('utf8').trimStart();
  if (first === undefined) return undefined;
  if (first === '[') return listParser(file, entries);
  if (first === '{') return objectParser(file, entries);
  throw new Error('it must be an object of lists, or a list');
}

function listParser({ name, collection }: SourceFile, entries: Entry[]): JSONParser {
  entries.push({ kind: 'collection', name: collection, place: name });
  const parser = jsonParser('$.*');
  parser.onValue = ({ value, key: index }) => {
    if (typeof index !== 'number') return;
    entries.push({ kind: 'document', collection, value, index, place: `${name}#/${index}` });
  };
  return parser;
}

const OPENING: readonly TokenType[] = [TokenType.LEFT_BRACE, TokenType.LEFT_BRACKET];
const CLOSING: readonly TokenType[] = [TokenType.RIGHT_BRACE, TokenType.RIGHT_BRACKET];

function objectParser({ name: fileName }: SourceFile, entries: Entry[]): JSONParser {
  const parser = jsonParser('$.*.*');
  const placeOf = (...path: PropertyKey[]) => `${fileName}#${pointerTo(path)}`;
  let depth = 0;
  let member = '';
  let isValueNext = false;
  /** The members of a top-level object that has begun. */
  let members: [string, unknown][] | null = null;
  parser.onToken = ({ token, value }) => {
    if (depth === 1) {
      if (isValueNext) {
        const place = placeOf(member);
        if (token === TokenType.LEFT_BRACE) members = [];
        else if (token === TokenType.LEFT_BRACKET) entries.push({ kind: 'collection', name: member, place });
        else entries.push({ kind: 'value', name: member, place });
      } else if (token === TokenType.STRING) member = String(value);
      isValueNext = token === TokenType.COLON;
    }
    if (OPENING.includes(token)) depth += 1;
    if (!CLOSING.includes(token)) return;
    depth -= 1;
    if (depth !== 1 || members === null) return;
    const object = Object.fromEntries(members);
    members = null;
    entries.push({ kind: 'singleton', name: member, value: object, place: placeOf(member) });
  };
  parser.onValue = ({ value, key: index }) => {
    if (typeof index !== 'number') {
      if (index !== undefined) members?.push([index, value]);
      return;
    }
    entries.push({ kind: 'document', collection: member, value, index, place: placeOf(member, index) });
  };
  return parser;
}
