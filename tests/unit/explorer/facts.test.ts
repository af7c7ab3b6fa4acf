import { describe, expect, it } from 'vitest';
import type { Received } from '../../../src/explorer/request/exchange.ts';
import { factsOf } from '../../../src/explorer/request/Facts.tsx';

const BASE = {
  'x-request-id': '1',
  'server-timing': 'db;desc="rows_read=12 rows_written=0 round_trips=1"',
};

function databaseFact(headers: Record<string, string>) {
  const received: Received = {
    status: 200,
    headers: new Headers({ ...BASE, ...headers }),
    type: 'application/json',
    body: '[]',
    bytes: 2,
    transferred: null,
    milliseconds: 4,
    redirectedTo: null,
  };
  return factsOf(received).find(({ name }) => name === 'Database');
}

describe('a response repeats the figures of the request that filled the cache', () => {
  it.each(['HIT', 'STALE', 'UPDATING'])('%s: the strip says that no row was read', (state) => {
    const fact = databaseFact({ 'cf-cache-status': state, age: '7' });
    expect(fact?.value).toBe('no row read');
    expect(fact?.meaning).toContain('filled the cache: 12 rows read, 1 round trip.');
  });

  it.each(['MISS', 'EXPIRED', 'REVALIDATED', 'BYPASS', 'DYNAMIC'])('%s: the figures are its own', (state) => {
    const fact = databaseFact({ 'cf-cache-status': state });
    expect(fact?.value).toBe('12 rows read, 1 round trip');
    expect(fact?.meaning).not.toContain('filled the cache');
  });
});
