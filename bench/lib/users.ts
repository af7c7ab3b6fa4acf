import { randomNumbers } from './random-numbers.ts';

/** A document of the benchmarks' collection `users`. */
export interface User {
  id: number;
  name: string;
  age: number;
  city: string;
  email: string;
  active: boolean;
  address: { city: string; zip: string };
}

const FIRST_NAMES =
  'Ada Alan Barbara Claude Donald Edsger Frances Grace Hedy Ivan Joan Ken Leslie Margaret Niklaus Ole Peter Radia Sophie Tim'.split(
    ' ',
  );
const LAST_NAMES =
  'Allen Berners Clarke Dijkstra Engelbart Floyd Goldberg Hamilton Iverson Johnson Knuth Lamport Moore Naur Ousterhout Perlman Ritchie Shannon Turing Wirth'.split(
    ' ',
  );
const CITIES =
  'Aarhus Berlin Cordoba Dakar Edinburgh Florence Geneva Hanoi Istanbul Jakarta Kyoto Lisbon Montreal Nairobi Oslo Porto Quito Riga Seoul Toronto'.split(
    ' ',
  );

/** Makes users with the ids 1 to `count`. Every call with one count returns equal users. */
export function makeUsers(count: number): User[] {
  const random = randomNumbers(1957);
  const below = (limit: number) => Math.floor(random() * limit);
  const oneOf = (words: readonly string[]) => words[below(words.length)] ?? '';
  return Array.from({ length: count }, (_, i) => {
    const first = oneOf(FIRST_NAMES);
    // Each name has about 50 of 100,000 users.
    const name = `${first} ${String.fromCharCode(65 + below(5))}. ${oneOf(LAST_NAMES)}`;
    const city = oneOf(CITIES);
    return {
      id: i + 1,
      name,
      age: 18 + below(70),
      city,
      email: `${first.toLowerCase()}.${below(1e6)}@example.org`,
      active: random() < 0.8,
      address: { city, zip: String(10_000 + below(90_000)) },
    };
  });
}
