import { code, markdownTable } from './markdown-table.ts';
import measured from './measured-costs.json' with { type: 'json' };
import type { MeasuredRequest } from './measured-costs.ts';
import { readRates } from './rates.ts';

/**
 * Dollars per unit beyond what a plan includes:
 * https://developers.cloudflare.com/workers/platform/pricing/
 * https://developers.cloudflare.com/d1/platform/pricing/
 * https://developers.cloudflare.com/images/pricing/
 */
const PRICES = {
  request: 0.3 / 1e6,
  cpuMillisecond: 0.02 / 1e6,
  rowRead: 0.001 / 1e6,
  rendering: 0.5 / 1000,
} as const;

const MINUTES_PER_HOUR = 60;
const HOUR_MS = 3_600_000;
/** The addresses of the two columns. */
const ADDRESSES = [1, 1_000] as const;
/** Requests per second that an address sends where nothing limits it. A thousand send ten times as many. */
const UNLIMITED_PER_SECOND = { 1: 1_000, 1000: 10_000 } as const;
/** CPU time of the Worker for a response that needs no database, in milliseconds. */
const CPU_WITHOUT_DATABASE_MS = 1;

const requests = measured as readonly MeasuredRequest[];
const rates = readRates();

/** Traffic of one kind. */
interface Traffic {
  title: string;
  /** The binding that limits it per address; `null` without a limit. */
  limit: string | null;
  rowsRead: number;
  renderings: number;
  cpuMilliseconds: number;
  /** Whether D1 runs it, one request after the other. */
  isQuery: boolean;
}

/** What an hour of each kind of anonymous traffic costs, for one address and for a thousand. */
export function attackCosts(): string {
  const rows = traffic().map((kind) => {
    const [one, many] = ADDRESSES.map((addresses) => hourOf(kind, addresses));
    return [
      kind.title,
      kind.limit === null ? 'none' : `${code(kind.limit)}: ${whole(limitOf(kind.limit))} per minute`,
      whole(kind.rowsRead),
      ...[one, many].flatMap((hour) => [whole(hour?.requests ?? 0), dollars(hour?.dollars ?? 0)]),
    ];
  });
  return markdownTable(
    [
      'traffic',
      'limit per address',
      'rows read',
      'requests, 1 address',
      '$ per hour',
      'requests, 1,000 addresses',
      '$ per hour',
    ],
    rows,
  );
}

function traffic(): Traffic[] {
  const sizes = [...new Set(requests.map(({ users }) => users))];
  const worst = (title: string, of: (request: MeasuredRequest) => boolean) => {
    const found = requests.filter(of).toSorted((a, b) => b.rowsRead - a.rowsRead)[0];
    if (found === undefined) throw new Error(`measured-costs.json has no request of "${title}".`);
    return { title: `${title}: ${code(found.path)}`, limit: 'CLIENT_MISSES', ...costOf(found) };
  };
  return [
    { ...free('a response of the edge cache'), cpuMilliseconds: 0 },
    worst('the worst document', ({ kind }) => kind === 'document'),
    worst('the worst 304', ({ kind }) => kind === 'unchanged'),
    ...sizes.flatMap((users) => {
      const among = `${whole(users)} users`;
      return [
        worst(
          `the worst list among ${among}`,
          (one) => one.users === users && one.kind === 'list' && one.status === 200,
        ),
        worst(
          `the worst search among ${among}`,
          (one) => one.users === users && one.kind === 'search' && one.status === 200,
        ),
      ];
    }),
    worst('the worst refused list', ({ status }) => status === 400),
    { ...free('a write without a token (401)') },
    { ...free('a new image'), limit: 'CLIENT_RENDERINGS', renderings: 1, cpuMilliseconds: 5 },
    { ...free('a refused request (400, 403, 429)') },
  ];
}

function costOf({ rowsRead, cpuMilliseconds }: MeasuredRequest) {
  return { rowsRead, cpuMilliseconds, renderings: 0, isQuery: true };
}

function free(title: string): Traffic {
  return {
    title,
    limit: null,
    rowsRead: 0,
    renderings: 0,
    cpuMilliseconds: CPU_WITHOUT_DATABASE_MS,
    isQuery: false,
  };
}

/** The requests of an hour, and their cost. D1 has one thread, which bounds the queries of all addresses together. */
function hourOf(
  { limit, rowsRead, renderings, cpuMilliseconds, isQuery }: Traffic,
  addresses: (typeof ADDRESSES)[number],
): { requests: number; dollars: number } {
  const allowed =
    limit === null
      ? (UNLIMITED_PER_SECOND[addresses] * HOUR_MS) / 1000
      : limitOf(limit) * MINUTES_PER_HOUR * addresses;
  const sent = isQuery ? Math.min(allowed, HOUR_MS / cpuMilliseconds) : allowed;
  const each =
    PRICES.request +
    PRICES.cpuMillisecond * cpuMilliseconds +
    PRICES.rowRead * rowsRead +
    PRICES.rendering * renderings;
  return { requests: sent, dollars: sent * each };
}

/** Calls per minute. */
function limitOf(name: string): number {
  const rate = rates[name];
  if (rate === undefined) throw new Error(`wrangler.toml has no rate limit ${name}.`);
  return (rate.limit * 60) / rate.period;
}

function whole(value: number): string {
  return Math.round(value).toLocaleString('en');
}

function dollars(value: number): string {
  return value.toLocaleString('en', { minimumFractionDigits: 2, maximumFractionDigits: 2 });
}
