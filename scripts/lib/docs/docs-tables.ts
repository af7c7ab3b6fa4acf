import { readFileSync } from 'node:fs';
import {
  edgeDirectives,
  type Lifetime,
  POLICY,
  RENDERER_POLICY,
  STALE_IF_ERROR,
} from '../../../src/lib/cache/policy.ts';
import { FILTER_FORMS } from '../../../src/lib/documents/query/filter/filter-operators.ts';
import { RESERVED_PARAMETERS } from '../../../src/lib/documents/schema/reserved-names.ts';
import { PROBLEM_KINDS, type ProblemCode } from '../../../src/lib/http/problem/problem-codes.ts';
import { PROBLEM_EXPLANATIONS } from '../../../src/lib/http/problem/problem-explanations.ts';
import { RATE_LIMIT_KINDS } from '../../../src/lib/http/rate-limit.ts';
import { FIXED_HEADERS } from '../../../src/lib/http/response/fixed-headers.ts';
import { OPTIONS, type Option, REFUSED_OPTIONS } from '../../../src/lib/images/options/options.ts';
import { UNSIGNED_OPTIONS } from '../../../src/lib/images/variant/permitted-options.ts';
import { NPM_SCRIPTS } from '../npm-scripts.ts';
import { attackCosts } from './attack-costs.ts';
import type { Generators } from './generated-regions.ts';
import { code, markdownTable } from './markdown-table.ts';
import { readRates } from './rates.ts';
import { requestCosts } from './request-costs.ts';

/** The tables of README.md and docs/ by the names of their regions. Each is read from the code that obeys it. */
export const TABLES: Generators = {
  'image-options': imageOptions,
  'refused-image-options': refusedImageOptions,
  'query-filters': queryFilters,
  'query-parameters': queryParameters,
  'cache-policy': cachePolicy,
  'cache-summary': cacheSummary,
  'problem-codes': problemCodes,
  'fixed-headers': fixedHeaders,
  'rate-limits': rateLimits,
  'npm-scripts': npmScripts,
  'request-costs': requestCosts,
  'attack-costs': attackCosts,
};

function imageOptions(): string {
  const options: [string, Option<unknown>][] = Object.entries(OPTIONS);
  return markdownTable(
    ['option', 'values', 'default', 'unsigned', 'what it does'],
    options.map(([name, { aliases = [], expects, default: standard, description }]) => [
      [name, ...aliases].map(code).join(', '),
      expects,
      standard === undefined ? '' : code(String(standard)),
      UNSIGNED_OPTIONS.has(name) ? 'yes' : 'no',
      description,
    ]),
  );
}

function refusedImageOptions(): string {
  const options: [string, Option<unknown>][] = Object.entries(OPTIONS);
  const values = options.flatMap(([name, { refuses = {} }]) =>
    Object.entries(refuses).map(([value, reason]) => [code(`${name}=${value}`), reason]),
  );
  const names = [...REFUSED_OPTIONS].map(([name, reason]) => [code(name), reason]);
  return markdownTable(['option', 'reason, and alternative'], [...values, ...names]);
}

function queryFilters(): string {
  const rows = FILTER_FORMS.map(({ example, dialect, meaning }) => [
    code(example),
    dialect === 'none' ? 'Perigee' : dialect,
    meaning,
  ]);
  return markdownTable(['filter', 'dialect', 'the field'], rows);
}

function queryParameters(): string {
  const rows = RESERVED_PARAMETERS.map(({ name, example, isSelection, meaning }) => [
    code(name),
    code(example),
    isSelection ? 'lists, documents' : 'lists',
    meaning,
  ]);
  return markdownTable(['parameter', 'example', 'applies to', 'meaning'], rows);
}

/** The cells of a row of POLICY: the response, the edge, browsers. */
function policyRow({ title, edge, browser }: (typeof POLICY)[keyof typeof POLICY]): [string, string, string] {
  return [title, edgeText(edge), code(browser)];
}

function edgeText(edge: Lifetime | 'never' | 'asset'): string {
  if (edge === 'never') return code('no-store');
  if (edge === 'asset') return 'served as a static asset, without the Worker';
  return code(edgeDirectives({ ...edge, staleIfError: STALE_IF_ERROR }));
}

function imageEdgeText(): string {
  const { minAge, maxAge, swr, staleIfError } = RENDERER_POLICY.image;
  return `the source's lifetime, between ${code(`max-age=${minAge}`)} and ${code(`max-age=${maxAge}`)}; ${code(
    `stale-while-revalidate=${swr}, stale-if-error=${staleIfError}`,
  )}`;
}

function cachePolicy(): string {
  const rows = Object.values(POLICY).map(policyRow);
  const renderer = [
    ['an image, in the cache of the `Renderer`', imageEdgeText(), ''],
    ['a failed image, in the cache of the `Renderer`', code(edgeDirectives(RENDERER_POLICY.failure)), ''],
  ];
  return markdownTable(['response', 'edge', 'browser'], [...rows, ...renderer]);
}

/** The cached responses alone. The edge stores images in the cache of the Renderer. */
function cacheSummary(): string {
  const { documents, missingDocument, image, staticFile } = POLICY;
  const [title, , browser] = policyRow(image);
  return markdownTable(
    ['response', 'edge', 'browser'],
    [
      policyRow(documents),
      policyRow(missingDocument),
      [title, imageEdgeText(), browser],
      policyRow(staticFile),
    ],
  );
}

function problemCodes(): string {
  const rows = (Object.keys(PROBLEM_KINDS) as ProblemCode[]).map((name) => {
    const { meaning, remedy } = PROBLEM_EXPLANATIONS[name];
    return [code(name), String(PROBLEM_KINDS[name].status), meaning, remedy];
  });
  return markdownTable(['code', 'status', 'what it means', 'what to do'], rows);
}

function fixedHeaders(): string {
  const rows = Object.entries(FIXED_HEADERS).map(([name, { values, reason }]) => [
    code(name),
    ...([values.page, values.json, values.file] as const).map((value) =>
      value === undefined ? '' : code(value),
    ),
    reason,
  ]);
  return markdownTable(['header', 'pages', 'JSON', 'other', 'why'], rows);
}

function rateLimits(): string {
  const rates = readRates();
  const rows = Object.entries(RATE_LIMIT_KINDS).map(([name, { counts, key }]) => {
    const rate = rates[name];
    if (rate === undefined) throw new Error(`wrangler.toml has no [[ratelimits]] called ${name}.`);
    return [counts, key, `${rate.limit.toLocaleString('en')} in ${rate.period} s`, code(name)];
  });
  return markdownTable(['what is counted', 'per', 'limit', 'name in `wrangler.toml`'], rows);
}

function npmScripts(): string {
  const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> };
  const [present, described] = [Object.keys(scripts), Object.keys(NPM_SCRIPTS)];
  const wrong = [...new Set([...present, ...described])].filter(
    (name) => !(present.includes(name) && described.includes(name)),
  );
  if (wrong.length > 0) {
    throw new Error(`package.json and scripts/lib/npm-scripts.ts differ in: ${wrong.join(', ')}.`);
  }
  return markdownTable(
    ['command', 'what it does'],
    present.map((name) => [
      code(['start', 'test'].includes(name) ? `npm ${name}` : `npm run ${name}`),
      NPM_SCRIPTS[name] ?? '',
    ]),
  );
}
