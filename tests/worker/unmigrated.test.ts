import { expect, it } from 'vitest';
import { useWorker } from '../support/worker.ts';

const unmigrated = useWorker({ isMigrated: false });

it('/health.json responds 503 while the database lacks its tables', async () => {
  const response = await unmigrated.fetch('/health.json');
  expect(response.status).toBe(503);
  expect(await response.json()).toMatchObject({ title: 'Database unavailable', status: 503 });
  expect(unmigrated.getLogs().some(({ message }) => String(message).includes('no such table'))).toBe(true);
});
