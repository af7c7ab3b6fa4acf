import { createHash, randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { DatabaseSync } from 'node:sqlite';
import { unstable_splitSqlQuery as splitSql } from 'wrangler';

/** A request that wrangler sent, in the order of arrival. */
export interface ApiCall {
  method: string;
  /** The path below the account. */
  path: string;
  body: string;
  /** Whether the request changes something. A POST with a SELECT does not. */
  isWrite: boolean;
}

/** The parts of an account on Cloudflare that wrangler reads and writes when it deploys. */
export interface CloudflareApi {
  /** Environment variables that send wrangler here. */
  env: Record<string, string>;
  calls: ApiCall[];
  /** The D1 databases by name. */
  databases: Map<string, DatabaseSync>;
  /** The names of the Workers that have been uploaded, in order. */
  uploads: string[];
  /** The secrets of all Workers. */
  secrets: string[];
  /** Responds to the requests that match with an error of the API. */
  fail: (matches: (call: ApiCall) => boolean) => void;
  /** Sets a function to call before each upload of a Worker. */
  onUpload: (before: () => void) => void;
  close: () => Promise<void>;
}

const ACCOUNT = 'account';
const DATABASE = /^\/d1\/database\/([^/]+)(?:\/(query|import))?$/;
const SCRIPT = /^\/workers\/scripts\/([^/]+)$/;

interface Answer {
  status?: number;
  headers?: Record<string, string>;
  result?: unknown;
  error?: { code: number; message: string };
}

/**
 * Starts an HTTP server with the endpoints of Cloudflare's API that `wrangler d1`, `wrangler deploy` and
 * `wrangler secret list` use (https://developers.cloudflare.com/api/). Its databases are those of `node:sqlite`.
 */
export async function startCloudflareApi(): Promise<CloudflareApi> {
  const calls: ApiCall[] = [];
  const databases = new Map<string, DatabaseSync>();
  const files = new Map<string, string>();
  const uploads: string[] = [];
  const secrets: string[] = [];
  let isRefused = (_: ApiCall): boolean => false;
  let beforeUpload = (): void => {};
  let origin = '';

  const answer = (call: ApiCall): Answer => {
    const { method, path, body } = call;
    if (isRefused(call)) return { status: 500, error: { code: 10_013, message: 'The test refuses this.' } };
    if (path === '/d1/database') return method === 'GET' ? list() : create(JSON.parse(body).name);
    const [, name = '', action] = DATABASE.exec(path) ?? [];
    if (name !== '') return ofDatabase(decodeURIComponent(name), action, body);
    const [, script] = SCRIPT.exec(path) ?? [];
    if (script !== undefined && method === 'PUT') return upload(script);
    return ofWorker(path);
  };

  const describe = (name: string) => ({ uuid: idOf(name), name, version: 'production' });
  const list = (): Answer => ({ result: [...databases.keys()].map(describe) });
  const create = (name: string): Answer => {
    databases.set(name, new DatabaseSync(':memory:'));
    return { result: describe(name) };
  };

  const ofDatabase = (idOrName: string, action: string | undefined, body: string): Answer => {
    const found = [...databases].find(([name]) => name === idOrName || idOf(name) === idOrName);
    if (found === undefined)
      return { status: 404, error: { code: 7404, message: 'The database is absent.' } };
    const [name, database] = found;
    if (action === undefined) return { result: describe(name) };
    const request = JSON.parse(body);
    try {
      if (action === 'query') return { result: execute(database, request.sql) };
      if (request.action === 'init') {
        return {
          result: { success: true, upload_url: `${origin}/upload/${request.etag}`, filename: request.etag },
        };
      }
      const results = execute(database, files.get(request.filename) ?? '');
      return { result: imported(results.length) };
    } catch (error) {
      return { status: 400, error: { code: 7500, message: `${(error as Error).message}: SQLITE_ERROR` } };
    }
  };

  const upload = (script: string): Answer => {
    beforeUpload();
    uploads.push(script);
    const id = randomUUID();
    return {
      result: { id: script, startup_time_ms: 1, deployment_id: id, pipeline_hash: null, entry_point: null },
    };
  };

  const ofWorker = (path: string): Answer => {
    if (path.endsWith('/secrets')) return { result: secrets.map((name) => ({ name, type: 'secret_text' })) };
    if (path.endsWith('/assets-upload-session')) return { result: { jwt: 'jwt', buckets: [] } };
    if (/^\/workers\/(services|workers)\/[^/]+$/.test(path) && uploads.length > 0) {
      return { result: { id: 'id', subdomain: { enabled: true, previews_enabled: false } } };
    }
    if (path === '/workers/subdomain') return { result: { subdomain: 'example' } };
    if (path.endsWith('/subdomain')) return { result: { enabled: true, previews_enabled: false } };
    return { status: 404, error: { code: 10_007, message: 'This Worker does not exist on your account.' } };
  };

  const server = createServer(async (request, response) => {
    const bytes = await bytesOf(request);
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    if (pathname.startsWith('/upload/')) {
      const etag = createHash('md5').update(bytes).digest('hex');
      files.set(pathname.slice('/upload/'.length), bytes.toString());
      response.writeHead(200, { etag: `"${etag}"` }).end();
      return;
    }
    const [method = 'GET', body] = [request.method, bytes.toString()];
    const path = pathname.slice(`/accounts/${ACCOUNT}`.length);
    const call = { method, path, body, isWrite: isWrite(method, path, body) };
    calls.push(call);
    send(response, answer(call));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    env: {
      CLOUDFLARE_API_BASE_URL: origin,
      CLOUDFLARE_API_TOKEN: 'token',
      CLOUDFLARE_ACCOUNT_ID: ACCOUNT,
      WRANGLER_SEND_METRICS: 'false',
    },
    calls,
    databases,
    uploads,
    secrets,
    fail: (matches) => {
      isRefused = matches;
    },
    onUpload: (before) => {
      beforeUpload = before;
    },
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

/** Executes statements in one transaction, as D1 does. */
function execute(database: DatabaseSync, text: string) {
  database.exec('BEGIN');
  try {
    const results = splitSql(text).map((statement) => ({
      results: database.prepare(statement).all(),
      success: true,
      meta: { duration: 0, changes: 0, rows_read: 0, rows_written: 0 },
    }));
    database.exec('COMMIT');
    return results;
  } catch (error) {
    database.exec('ROLLBACK');
    throw error;
  }
}

function imported(count: number) {
  const meta = { duration: 0, rows_read: 0, rows_written: 0, size_after: 0 };
  return {
    success: true,
    status: 'complete',
    messages: [],
    result: { num_queries: count, final_bookmark: '0', meta },
  };
}

function isWrite(method: string, path: string, body: string): boolean {
  if (method === 'GET') return false;
  if (!path.endsWith('/query')) return true;
  return splitSql(JSON.parse(body).sql).some((statement) => !/^\s*SELECT\b/i.test(statement));
}

/** Derives the id of a database from its name. */
export function idOf(name: string): string {
  const hex = createHash('md5').update(name).digest('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

async function bytesOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

function send(response: ServerResponse, { status = 200, result = null, error }: Answer): void {
  const body = { success: error === undefined, errors: error ? [error] : [], messages: [], result };
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
