import { once } from 'node:events';
import { createWriteStream } from 'node:fs';

/** Makes a document about 600 bytes long, so that 100,000 documents are a file of 60 MB. */
const TEXT = 'It is closest to the Earth at its perigee, and farthest from it at its apogee. '.repeat(6);

/** Writes a `db.json`. Half of the documents have UUIDs as ids; the others have no id, and will get numbers. */
export async function writeDbJson(path: string, documents: number): Promise<void> {
  const file = createWriteStream(path);
  const write = async (text: string) => {
    if (!file.write(text)) await once(file, 'drain');
  };
  await write('{\n  "users": [');
  for (let i = 0; i < documents / 2; i++)
    await write(`${i === 0 ? '' : ','}\n    ${JSON.stringify(user(i))}`);
  await write('\n  ],\n  "events": [');
  for (let i = 0; i < documents / 2; i++)
    await write(`${i === 0 ? '' : ','}\n    ${JSON.stringify(event(i))}`);
  await write('\n  ]\n}\n');
  file.end();
  await once(file, 'close');
}

export function user(i: number): object {
  return {
    id: `5f0c1b1e-0000-4000-8000-${String(i).padStart(12, '0')}`,
    name: `User ${i}`,
    email: `user${i}@example.com`,
    age: 18 + (i % 60),
    active: i % 3 === 0,
    address: { city: i % 2 === 0 ? 'Oslo' : 'Lima', geo: { lat: (i % 180) - 90, lng: (i % 360) - 180 } },
    tags: ['a', 'b', `t${i % 10}`],
    bio: TEXT,
    createdAt: new Date(1_700_000_000_000 + i * 1_000).toISOString(),
  };
}

function event(i: number): object {
  return {
    kind: i % 2 === 0 ? 'opened' : 'closed',
    at: new Date(1_700_000_000_000 + i * 60_000).toISOString(),
    amount: i / 100,
    note: i % 5 === 0 ? null : `${TEXT} ${i}`,
    details: { source: 'api', retries: i % 4, path: `/orders/${i}` },
  };
}
