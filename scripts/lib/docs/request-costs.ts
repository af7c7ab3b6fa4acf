import { readFileSync } from 'node:fs';
import { markdownTable } from './markdown-table.ts';

/** The snapshot of a test, which measures the rows of requests. */
const SNAPSHOT = 'tests/worker/documents/lists/rows-of-10000-documents.md';

/** Rows per day of the Workers Free plan: https://developers.cloudflare.com/d1/platform/pricing/ */
const FREE_READ = 5_000_000;
const FREE_WRITTEN = 100_000;

/** Cases of the snapshot by their names in `docs/scaling.md`. */
const CASES: Readonly<Record<string, string>> = {
  'a document': 'item',
  'a document that the client has (304)': 'item, 304',
  'a page of 10': 'page 1',
  'a page that the client has (304)': 'page 1, 304',
  'a page sorted by an index': 'sort name',
  'a search with one match': 'q, 1 match',
  'a poll of changes that the client has (304)': 'changes, 304',
  '1,000 changes': '1,000 changes',
  'a stream of 10,000 documents': 'stream of NDJSON',
  'a stream that the client has (304)': 'stream of NDJSON, 304',
  'a creation': 'create',
  'a change of one field': 'update of one field',
  'a deletion': 'delete',
};

/** The rows that requests cost, and how many requests per day the rows of the free plan allow. */
export function requestCosts(): string {
  const costs = readSnapshot();
  const rows = Object.entries(CASES).map(([title, name]) => {
    const cost = costs.get(name);
    if (cost === undefined) throw new Error(`${SNAPSHOT} has no case "${name}".`);
    const { read, written } = cost;
    const perDay = Math.min(FREE_READ / read, FREE_WRITTEN / written);
    return [title, String(read), String(written), Math.floor(perDay).toLocaleString('en')];
  });
  return markdownTable(['request', 'rows read', 'rows written', 'per day, by rows'], rows);
}

function readSnapshot(): Map<string, { read: number; written: number }> {
  const lines = readFileSync(SNAPSHOT, 'utf8').trim().split('\n');
  const [head = [], , ...rows] = lines.map((line) => line.split('|').map((cell) => cell.trim()));
  const column = (name: string) => head.indexOf(name);
  const [title, read, written] = ['case', 'rows read', 'rows written'].map(column);
  return new Map(
    rows.map((cells) => [
      cells[title ?? 0] ?? '',
      { read: Number(cells[read ?? 0]), written: Number(cells[written ?? 0]) },
    ]),
  );
}
