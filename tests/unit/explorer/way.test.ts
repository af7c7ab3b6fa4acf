import { describe, expect, it } from 'vitest';
import { explainWay } from '../../../src/explorer/way/explain-way.ts';
import { wayOf } from '../../../src/explorer/way/way.ts';

const BY_WORKER = { 'x-request-id': '1' };
const ROWS = 'db;desc="rows_read=6 round_trips=1"';

/** The headers of a response, where the request went, and what is said about it. */
const RESPONSES: [what: string, status: number, headers: Record<string, string>, stations: string, RegExp][] =
  [
    ['a static file', 200, { 'cf-cache-status': 'HIT' }, 'reader files', /static file/],
    [
      'a list that is not stored',
      200,
      { ...BY_WORKER, 'cf-cache-status': 'MISS', 'server-timing': ROWS },
      'reader edge worker database',
      /read 6 rows of the database in 1 round trip\. The edge cache stored the response\.$/,
    ],
    [
      'a stored list, which repeats the figures of the request that filled the cache',
      200,
      { ...BY_WORKER, 'cf-cache-status': 'HIT', age: '7', 'server-timing': ROWS },
      'reader edge',
      /7 seconds old\. Neither/,
    ],
    [
      'a stored list that the client has',
      304,
      { ...BY_WORKER, 'cf-cache-status': 'HIT', age: '1', 'server-timing': ROWS },
      'reader edge',
      /answered 304 without a body\. Neither/,
    ],
    [
      'a stale list',
      200,
      { ...BY_WORKER, 'cf-cache-status': 'STALE', age: '70' },
      'reader edge',
      /70 seconds old\. It is stale, but the Worker failed\.$/,
    ],
    [
      'a list that is too old',
      200,
      { ...BY_WORKER, 'cf-cache-status': 'EXPIRED', 'server-timing': ROWS },
      'reader edge worker database',
      /was stale, so the Worker ran and replaced it/,
    ],
    [
      'a list that the client has and the edge has not',
      304,
      { ...BY_WORKER, 'cf-cache-status': 'MISS', 'server-timing': ROWS },
      'reader edge worker database',
      /so the response has no body\.$/,
    ],
    [
      'a response that reads nothing',
      200,
      { ...BY_WORKER, 'cf-cache-status': 'BYPASS' },
      'reader edge worker',
      /^The Worker ran: the edge cache does not store this response\.$/,
    ],
    [
      'a new image',
      200,
      { ...BY_WORKER, 'cf-cache-status': 'BYPASS', 'server-timing': 'renderer;desc=MISS' },
      'reader edge worker image-cache images source',
      /source was read and encoded/,
    ],
    [
      'a stored image',
      200,
      { ...BY_WORKER, 'cf-cache-status': 'BYPASS', 'server-timing': 'renderer;desc=HIT' },
      'reader edge worker image-cache',
      /That cache had the image\.$/,
    ],
    ['a response without any cache', 200, BY_WORKER, 'reader edge worker', /no cache is in front/],
  ];

describe('the way of a request', () => {
  it.each(RESPONSES)('is derived from the headers of %s', (_, status, fields, stations, said) => {
    const headers = new Headers(fields);
    expect(wayOf({ headers }).stations.join(' ')).toBe(stations);
    expect(explainWay({ status, headers })).toMatch(said);
  });
});
