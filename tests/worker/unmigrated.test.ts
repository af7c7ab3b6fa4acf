import { expect, it } from 'vitest';
import { createTestHarness } from 'wrangler';

it('/health.json answers 503 while the database lacks its tables', async () => {
  const unmigrated = createTestHarness({ workers: [{ configPath: './dist/server/wrangler.json' }] });
  try {
    await unmigrated.listen();
    const response = await unmigrated.fetch('/health.json');
    expect(response.status).toBe(503);
    expect(await response.json()).toMatchObject({ title: 'Service Unavailable', status: 503 });
    expect(unmigrated.getLogs().some(({ message }) => String(message).includes('no such table'))).toBe(true);
  } finally {
    await unmigrated.close();
  }
});
