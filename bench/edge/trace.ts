import { seeded, shuffled, zipf } from './random.ts';

export const DOCUMENTS = 10_000;
export const PAGE = 20;
const REQUESTS = 100_000;
export const LOCATIONS = 3;

/** One event of the trace. Reads name a path; a write changes the document `id`. */
export type Event =
  | { kind: 'read'; path: string; location: number; isConditional: boolean }
  | { kind: 'write'; id: number };

/** Four reads of an item to one of a page of the list, 1 % conditional, one write in 1,000; popularity by Zipf 1.0. */
export function* trace(): Generator<Event> {
  const random = seeded(2026);
  const popular = shuffled(DOCUMENTS, random);
  const nextDocument = zipf(DOCUMENTS, random);
  const nextPage = zipf(DOCUMENTS / PAGE, random);
  const drawId = () => (popular[nextDocument()] ?? 0) + 1;
  for (let i = 0; i < REQUESTS; i++) {
    if (random() < 0.001) {
      yield { kind: 'write', id: drawId() };
      continue;
    }
    const path =
      random() < 0.8 ? `/api/users/${drawId()}` : `/api/users?_page=${nextPage() + 1}&_limit=${PAGE}`;
    const location = Math.floor(random() * LOCATIONS);
    yield { kind: 'read', path, location, isConditional: random() < 0.01 };
  }
}
