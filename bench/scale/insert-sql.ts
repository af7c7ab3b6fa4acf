import { readFileSync } from 'node:fs';

/** Returns the text of `src/collections.ts` for a copy of the project that serves the documents of this file. */
export function collectionsSource(): string {
  const source = readFileSync(new URL('./collections.ts', import.meta.url), 'utf8');
  return source.replace("'../../src/", "'./");
}

const FIRST_NAMES =
  'Ada Alan Barbara Claude Donald Edsger Frances Grace Hedy Ivan Joan Ken Leslie Margaret Niklaus Ole Peter Radia Sophie Tim';
const LAST_NAMES =
  'Allen Berners Clarke Dijkstra Engelbart Floyd Goldberg Hamilton Iverson Johnson Knuth Lamport Moore Naur Ousterhout Perlman Ritchie Shannon Turing Wirth';
const CITIES =
  'Aarhus Berlin Cordoba Dakar Edinburgh Florence Geneva Hanoi Istanbul Jakarta Kyoto Lisbon Montreal Nairobi Oslo Porto Quito Riga Seoul Toronto';

/** The user to whom half of the pictures refer. */
export const POPULAR_USER = 1;

/** Returns the digits in the email of a user. No other user has them. */
export function emailNumber(id: number): number {
  return 1_000_000 + ((id * 7_919) % 8_999_993);
}

/** Returns an INSERT of the users with the ids `from` to `to`, of about 100 bytes each. Triggers complete the rows. */
export function insertUsers(from: number, to: number): string {
  const first = oneOf(FIRST_NAMES, 48_271);
  const name = `${first} || ' ' || char(65 + ${pseudoRandom(69_621, 5)}) || '. ' || ${oneOf(LAST_NAMES, 39_373)}`;
  return `INSERT INTO users (id, body) SELECT i, json_object('id', i, 'name', ${name},
      'age', 18 + ${pseudoRandom(16_807, 70)}, 'email', lower(${first}) || '.' || (1000000 + (i * 7919) % 8999993) || '@example.org',
      'city', ${oneOf(CITIES, 742_938_285)})
    FROM (${numbers(from, to)})`;
}

/** Returns an INSERT of the pictures with the ids `from` to `to`. Half of them refer to `POPULAR_USER`. */
export function insertPictures(from: number, to: number, users: number): string {
  return `INSERT INTO pictures (id, body) SELECT i, json_object('id', i,
      'title', ${oneOf(CITIES, 48_271)} || ' at ' || (CASE i % 3 WHEN 0 THEN 'night' ELSE 'noon' END) || ' ' || ${pseudoRandom(39_373, 1_000)},
      'source', 'https://images.example.org/' || i || '.jpg', 'year', 1900 + ${pseudoRandom(16_807, 126)},
      'userId', CASE i % 2 WHEN 1 THEN ${POPULAR_USER} ELSE 2 + (i * 7919) % ${users - 2} END)
    FROM (${numbers(from, to)})`;
}

function numbers(from: number, to: number): string {
  return `WITH RECURSIVE numbers (i) AS (SELECT ${from} UNION ALL SELECT i + 1 FROM numbers WHERE i < ${to}) SELECT i FROM numbers`;
}

/** Returns SQL of an integer from 0 to `limit` - 1, from the column `i`: equal in every run, evenly distributed. */
function pseudoRandom(factor: number, limit: number): string {
  return `(((i * ${factor}) % 2147483647) * 7919 / 65536 % ${limit})`;
}

function oneOf(words: string, factor: number): string {
  const list = words.split(' ');
  return `('${JSON.stringify(list)}' ->> ${pseudoRandom(factor, list.length)})`;
}
