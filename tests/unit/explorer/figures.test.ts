import { expect, it } from 'vitest';
import { figuresOf } from '../../../src/explorer/way/figures.ts';

const MEASURED = { type: 'application/json', bytes: 71, milliseconds: 14.4 };

it('the figures of a miss name the rows and the round trips', () => {
  const headers = new Headers({
    'x-request-id': '1',
    'cf-cache-status': 'MISS',
    'server-timing': 'db;desc="rows_read=6 round_trips=1"',
  });
  expect(figuresOf({ ...MEASURED, headers })).toEqual({
    reader: '14 ms, 71 B',
    edge: 'MISS',
    worker: 'ran',
    database: '6 rows, 1 round trip',
  });
});

it('the figures of a hit end at the edge', () => {
  const headers = new Headers({ 'x-request-id': '1', 'cf-cache-status': 'HIT', age: '3' });
  expect(figuresOf({ ...MEASURED, headers })).toEqual({ reader: '14 ms, 71 B', edge: 'HIT, 3 s old' });
});

it('the figures of a new image name its format', () => {
  const headers = new Headers({
    'x-request-id': '1',
    'cf-cache-status': 'BYPASS',
    'server-timing': 'renderer;desc=MISS',
  });
  expect(figuresOf({ ...MEASURED, type: 'image/avif', headers })).toMatchObject({
    'image-cache': 'MISS',
    images: 'AVIF',
    source: 'read',
  });
});
