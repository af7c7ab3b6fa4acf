import { makeUsers, randomNumbers } from '../lib/documents.ts';
import { shuffled, zipf } from './random.ts';

export const DOCUMENTS = 10_000;
export const LOCATIONS = 3;
const REQUESTS = 100_000;

/** One event of the trace. Reads name a path; a write changes the document `id`. */
export type Event =
  | { kind: 'read'; path: string; location: number; isConditional: boolean }
  | { kind: 'write'; id: number };

/**
 * Four reads of an item to one of a list, which holds the users of one name; 1 % of them conditional; one write in 1,000.
 * Popularity is by Zipf 1.0, of items and of lists.
 */
export function* trace(): Generator<Event> {
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
