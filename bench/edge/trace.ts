import { randomNumbers } from '../lib/random-numbers.ts';
import { makeUsers } from '../lib/users.ts';
import { zipf } from './zipf.ts';

export const DOCUMENTS = 10_000;
export const LOCATIONS = 3;
const REQUESTS = 100_000;

/** A read of a path, or a write of the document `id`. */
export type TraceEvent =
  | { kind: 'read'; path: string; location: number; isConditional: boolean }
  | { kind: 'write'; id: number };

/**
 * Yields four reads of a document per read of a list, which has the users of one name. 1 % of the reads are conditional,
 * and 1 event of 1,000 is a write. Documents and lists each have a Zipf distribution with exponent 1.
 */
export function* trace(): Generator<TraceEvent> {
  const random = randomNumbers(2026);
  const users = shuffled(makeUsers(DOCUMENTS), random);
  const names = shuffled([...new Set(users.map(({ name }) => name))], random);
  const drawUser = zipf(users.length, random);
  const drawName = zipf(names.length, random);
  const nextId = () => users[drawUser()]?.id ?? 0;
  const nextList = () => `/api/users?${new URLSearchParams({ name: names[drawName()] ?? '' })}`;
  for (let i = 0; i < REQUESTS; i++) {
    if (random() < 0.001) {
      yield { kind: 'write', id: nextId() };
      continue;
    }
    const path = random() < 0.8 ? `/api/users/${nextId()}` : nextList();
    const location = Math.floor(random() * LOCATIONS);
    yield { kind: 'read', path, location, isConditional: random() < 0.01 };
  }
}

/** Returns the items in random order (Fisher–Yates shuffle, inside out). */
function shuffled<T>(items: readonly T[], random: () => number): T[] {
  const result: T[] = [];
  for (const item of items) {
    const place = Math.floor(random() * (result.length + 1));
    // Nothing is displaced when the place is the end.
    const displaced = result.splice(place, 1, item);
    result.push(...displaced);
  }
  return result;
}
