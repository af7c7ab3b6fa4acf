import { makeUsers } from '../lib/users.ts';

/** Users per statement: D1 accepts 2 MB in a bound value (https://developers.cloudflare.com/d1/platform/limits/). */
const CHUNK = 10_000;

/** Inserts users into a table `users` that has a column for each of their members. */
export async function insertUserRows(database: D1Database, count: number): Promise<void> {
  const users = makeUsers(count);
  const insertion = database.prepare(
    `INSERT INTO users (id, name, age, city, email, active, address)
     SELECT value ->> 'id', value ->> 'name', value ->> 'age', value ->> 'city', value ->> 'email', value ->> 'active', value -> 'address'
     FROM json_each(?1)`,
  );
  for (let i = 0; i < users.length; i += CHUNK) {
    await insertion.bind(JSON.stringify(users.slice(i, i + CHUNK))).run();
  }
}
