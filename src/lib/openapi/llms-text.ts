import { MAX_CONDITIONS, MAX_DOCUMENTS, MAX_LIMIT, MAX_NEEDLE } from '../documents/limits.ts';
import { declaredRelations } from '../documents/query/declared-relations.ts';
import { FILTER_FORMS } from '../documents/query/filter/filter-operators.ts';
import type { Collection } from '../documents/schema/collection.ts';
import { RESERVED_PARAMETERS } from '../documents/schema/reserved-names.ts';
import { PROBLEM_KINDS, type ProblemCode } from '../http/problem/problem-codes.ts';
import { PROBLEM_EXPLANATIONS } from '../http/problem/problem-explanations.ts';
import { OPTIONS, type Option } from '../images/options/options.ts';
import { UNSIGNED_OPTIONS } from '../images/variant/permitted-options.ts';
import type { Api } from './api.ts';
import { openApiDocument } from './openapi-document.ts';
import { groupsOf, type PlacedOperation } from './operation-groups.ts';
import { TAGS } from './tags.ts';

/** What is served, in Markdown, for coding assistants (https://llmstxt.org). */
export function llmsText(api: Api): string {
  const document = openApiDocument(api);
  const { info } = document;
  const operations = groupsOf(document)
    .filter(({ name }) => name !== TAGS.tutorial)
    .flatMap((group) => group.operations);
  return [
    `# ${info.title}`,
    `> ${info.summary} ${info.description}`,
    ...section('Links', LINKS),
    ...section(
      'Collections',
      Object.values(api.collections).map((one) => collectionLine(one, api)),
    ),
    ...section(
      'Routes',
      operations.map(({ method, path, summary }) => `\`${method} ${path}\`: ${summary}`),
    ),
    ...section('Examples', operations.flatMap(exampleLines)),
    ...parameterSections(),
    ...section('Writing', WRITING),
    ...section('Limits', LIMITS),
    ...section('Images', imageLines()),
    ...section('Problems', problemLines()),
    ...section('Extending the project', EXTENDING),
    '',
  ].join('\n\n');
}

const LINKS = [
  '[OpenAPI document](/openapi.json): every route, parameter, header, status and schema',
  '[Reference](/reference): the same as a page',
  '[Collections](/api): those that you may read, with the URLs of their JSON Schemas',
];

const WRITING = [
  'Send `Authorization: Bearer {token}` and a body of `application/json`, unless the OpenAPI document says that everyone may write.',
  '`POST` creates, `PUT` replaces, `PATCH` merges a JSON Merge Patch (RFC 7396), `DELETE` deletes.',
  'Send `If-Match` with the `ETag` that you read: a document that has changed is 412. Read it again, and repeat.',
  'Send an `Idempotency-Key` with a `POST` that may be repeated.',
  `\`POST\` of an array, and \`PATCH\` and \`DELETE\` of \`?id=1&id=2\`, write up to ${MAX_DOCUMENTS} documents, all or none.`,
];

const LIMITS = [
  `A response has at most ${MAX_LIMIT} documents, and 8 MB. Follow \`rel="next"\` of \`Link\` to read all.`,
  `A query has at most ${MAX_CONDITIONS} conditions, and a text to search for at most ${MAX_NEEDLE} characters.`,
];

/** For an assistant that has the repository. */
const EXTENDING = [
  'A collection is an entry of `src/collections.ts`: a strict or loose Zod object without `id`, and `indexes` for the fields that lists are filtered or sorted by. `npm start` creates its table. `access`, `relations`, `search`, `changes` and `singleton` are settings of it.',
  'Sources, presets and limits of images are in `src/images.ts`; the origins that may read are in `src/site.ts`.',
  "A page reads collections with `getLiveCollection('users', { sort: 'name' })` of `astro:content`, and writes purge it.",
  "`npm run token -- create NAME --scope 'users:write'` makes a token, `npm run types -- --out FILE` types for a client, and `npm run import -- FILE` stores documents.",
  '`npm run check` and `npm test` pass before each commit. `AGENTS.md` has the layout, the place of each change, and what must not break.',
];

function parameterSections(): string[] {
  return [
    ...section(
      'Filters of lists',
      FILTER_FORMS.map(({ example, meaning }) => `\`${example}\`: ${meaning}`),
    ),
    'All filters must hold. A repeated filter holds for any of its values. `address.city=Paris` is a nested field.',
    ...section(
      'Other parameters',
      RESERVED_PARAMETERS.map(
        ({ name, example, meaning }) => `\`${name}\`, as in \`${example}\`: ${meaning}`,
      ),
    ),
  ];
}

function imageLines(): string[] {
  const options: [string, Option<unknown>][] = Object.entries(OPTIONS);
  const unsigned = options.filter(([name]) => UNSIGNED_OPTIONS.has(name));
  return [
    '`/image/{options}/{source}`, such as `/image/width=400,format=auto/pictures/orbit.jpg`. Options are `name=value`, separated by commas.',
    ...unsigned.map(([name, { description, expects }]) => `\`${name}\`: ${description} Values: ${expects}.`),
  ];
}

function problemLines(): string[] {
  return (Object.keys(PROBLEM_KINDS) as ProblemCode[]).map((code) => {
    const { meaning, remedy } = PROBLEM_EXPLANATIONS[code];
    return `${PROBLEM_KINDS[code].status} \`${code}\`: ${meaning} ${remedy}`;
  });
}

/** The example responses of an operation. */
function exampleLines({ responses }: PlacedOperation): string[] {
  return Object.values(responses)
    .flatMap((response) => ('content' in response ? Object.values(response.content ?? {}) : []))
    .flatMap(({ examples = {} }) => Object.values(examples))
    .map(({ summary, value }) => `\`${summary}\` responds with \`${JSON.stringify(value)}\``);
}

/** A heading and its list. */
function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [`## ${title}`, lines.map((line) => `- ${line}`).join('\n')];
}

function collectionLine(collection: Collection, api: Api): string {
  const { name, fields, isSingleton, changes } = collection;
  const { embed, expand } = declaredRelations(collection, api.collections);
  const parts = [
    `fields ${fields.map((field) => `\`${field}\``).join(', ')}`,
    ...embed.map((one) => `\`_embed=${one.collection.name}\``),
    ...expand.map(({ as }) => `\`_expand=${as}\``),
    ...(changes ? [`changes at \`/api/${name}/changes\``] : []),
  ];
  return `\`/api/${name}\`${isSingleton ? ', one document' : ''}: ${parts.join('; ')}`;
}
