import { Problem } from '../http/problem.ts';

export interface Version {
  id: string;
  tag: string;
  timestamp: string;
}

/**
 * `GET /health.json`: whether this version can serve, that is, whether the database has the tables it needs.
 *
 * @throws Problem 503 with the version
 */
export async function getHealth(database: D1Database, { id, tag, timestamp }: Version): Promise<Response> {
  try {
    await database.prepare('SELECT 1 FROM _collections LIMIT 1').run();
  } catch (cause) {
    throw new Problem('database-unavailable', 'The database cannot be read.', {
      cause,
      extensions: { version: id },
    });
  }
  return Response.json({ status: 'ok', database: 'ok', version: id, tag, deployed: timestamp });
}
