import { beforeAll, expect, it } from 'vitest';
import { brokenBound, SMALL } from '../../../../bench/scale/bounds.ts';
import { type Case, readCases, writeCases } from '../../../../bench/scale/cases.ts';
import { type Cost, costOf } from '../../../../bench/scale/cost.ts';
import { collectionsSource, insertPictures, insertUsers } from '../../../../bench/scale/insert-sql.ts';
import { prepareCase } from '../../../../bench/scale/prepare-case.ts';
import { markdownTable } from '../../../../scripts/lib/docs/markdown-table.ts';
import { useWorkerWithCollections } from '../../../support/worker/project-copy.ts';
import { call, TOKEN } from '../../../support/worker/worker.ts';

const SIZES = { users: SMALL, pictures: SMALL / 4 };

const worker = useWorkerWithCollections(() => collectionsSource(), { vars: { EDGE_CACHE: 'off' } });

beforeAll(async () => {
  await worker.batch([
    ...['users', 'pictures'].map((collection) => `DELETE FROM ${collection}`),
    insertUsers(1, SIZES.users),
    insertPictures(1, SIZES.pictures, SIZES.users),
  ]);
});

const send = (path: string, init?: RequestInit) => call(path, init, worker);

/** Routes that read no list. */
const ROUTES = [
  '/',
  '/hello',
  '/built-with.json',
  '/method.json',
  '/health.json',
  '/api',
  '/schemas/users.json',
  '/none',
];

const rows: string[][] = [];
const broken: string[] = [];

beforeAll(async () => {
  for (const path of ROUTES) rows.push(rowOf(path, 'GET', path, await costOf(await send(path))));
  for (const oneCase of [...readCases(), ...writeCases()]) {
    const cost = await costOf(await (await prepareCase(oneCase, SIZES, TOKEN, send))());
    rows.push(rowOf(oneCase.name, oneCase.method, shownPath(oneCase), cost));
    const sizes = oneCase.reads.map((name) => SIZES[name]);
    const fault = brokenBound(oneCase, sizes, cost);
    if (fault !== null) broken.push(`${oneCase.name}: ${fault}`);
  }
});

it('rows read, rows written and round trips of every kind of request are those of the snapshot', async () => {
  const head = ['case', 'request', 'status', 'documents', 'rows read', 'rows written', 'round trips'];
  await expect(`${markdownTable(head, rows)}\n`).toMatchFileSnapshot('./rows-of-10000-documents.md');
});

it('no request exceeds the bounds of 10,000 documents', () => {
  expect(broken).toEqual([]);
});

function rowOf(name: string, method: string, path: string, cost: Cost): string[] {
  const figures = [cost.status, cost.documents, cost.rowsRead, cost.rowsWritten, cost.roundTrips];
  return [name, `${method} ${path}`, ...figures.map(String)];
}

/** Characters of a path that the table shows. */
const SHOWN_PATH = 90;

/** The path of a case, and the relations of `Link` that are followed from it. */
function shownPath({ path, follow }: Case): string {
  const start = path(SIZES, 0);
  const shown = start.length > SHOWN_PATH ? `${start.slice(0, SHOWN_PATH)}…` : start;
  return [shown, ...follow].join(' → ');
}
