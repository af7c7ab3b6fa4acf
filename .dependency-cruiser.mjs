// Which file may import which. `tests/unit/architecture.test.ts` checks these rules, and so does `npx depcruise src`.
// Files of type .astro are not read. Only other .astro files can import them.

/** From top to bottom. A room imports from the rooms below it, never from one above it. */
const ROOMS_OF_SRC = {
  routes: '^src/(pages|components|layouts)/|^src/(worker|middleware|env\\.d|live\\.config)\\.ts$',
  // Scripts of the site, which run in browsers.
  explorer: '^src/explorer/',
  platform: '^src/platform/',
  'owner-files': '^src/(collections|images|site)\\.ts$',
  openapi: '^src/lib/openapi/',
  products: '^src/lib/(documents|images)/',
  definition: '^src/lib/definition/',
  auth: '^src/lib/auth/',
  cache: '^src/lib/cache/',
  http: '^src/lib/http/',
};

const ROOMS_OF_DOCUMENTS = {
  // For clients of the API, and for pages.
  serve: '^src/lib/documents/(live/|(?!(document-responses|limits)\\.ts$)[^/]+$)',
  contract: '^src/lib/documents/contract/',
  stream: '^src/lib/documents/stream/',
  responses: '^src/lib/documents/document-responses\\.ts$',
  write: '^src/lib/documents/store/write/',
  read: '^src/lib/documents/store/read/',
  find: '^src/lib/documents/store/find/',
  store: '^src/lib/documents/store/(d1/|[^/]+$)',
  sql: '^src/lib/documents/store/sql/',
  body: '^src/lib/documents/body/',
  query: '^src/lib/documents/query/',
  // What `npm run sync` executes, and no request.
  sync: '^src/lib/documents/tables/sync/',
  tables: '^src/lib/documents/tables/(?!sync/)',
  schema: '^src/lib/documents/schema/',
  limits: '^src/lib/documents/limits\\.ts$',
};

const ROOMS_OF_IMAGES = {
  serve: '^src/lib/images/(?!binding-facts\\.ts$)[^/]+$',
  render: '^src/lib/images/render/',
  // What the two entrypoints say to each other.
  hop: '^src/lib/images/hop/',
  variant: '^src/lib/images/variant/',
  source: '^src/lib/images/source/',
  config: '^src/lib/images/config/',
  url: '^src/lib/images/url/',
  options: '^src/lib/images/options/',
  file: '^src/lib/images/file/',
  'binding-facts': '^src/lib/images/binding-facts\\.ts$',
};

/** Every file of `src/lib` is in one of these. */
const ROOMS_OF_LIB = [
  ...Object.values(ROOMS_OF_SRC).slice(-4),
  ROOMS_OF_SRC.openapi,
  ...Object.values(ROOMS_OF_DOCUMENTS),
  ...Object.values(ROOMS_OF_IMAGES),
];

/** What only `src/platform`, the routes and the owner's files import. */
const PLATFORM = ['^(astro|cloudflare):', '^node_modules/(astro|@astrojs|wrangler|miniflare)/'];

/**
 * Forbids the imports from each room to a room above it.
 *
 * @param {string} house
 * @param {Record<string, string>} rooms
 * @returns {import('dependency-cruiser').IForbiddenRuleType[]}
 */
function downwards(house, rooms) {
  const entries = Object.entries(rooms);
  return entries.slice(1).map(([name, path], i) => ({
    name: `${house}-${name}-imports-upwards`,
    severity: 'error',
    from: { path },
    to: { path: entries.slice(0, i + 1).map(([, above]) => above) },
  }));
}

/** @type {import('dependency-cruiser').IConfiguration} */
const config = {
  forbidden: [
    { name: 'cycle', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'unresolved',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: '^(astro|cloudflare):' },
    },
    {
      name: 'lib-imports-the-app',
      severity: 'error',
      from: { path: '^src/lib/' },
      to: {
        pathNot: ['^src/lib/', '^node_modules/', '^(astro|cloudflare|node):'],
        dependencyTypesNot: ['core'],
      },
    },
    {
      name: 'lib-imports-node',
      severity: 'error',
      from: { path: '^src/' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'lib-has-an-unlisted-room',
      severity: 'error',
      from: {},
      to: { path: '^src/lib/', pathNot: ROOMS_OF_LIB },
    },
    {
      name: 'src-has-an-unlisted-room',
      severity: 'error',
      from: {},
      to: { path: '^src/.*\\.tsx?$', pathNot: ['^src/lib/', ...Object.values(ROOMS_OF_SRC).slice(0, 4)] },
    },
    {
      name: 'bindings-are-read-outside-the-platform',
      severity: 'error',
      from: { path: '^src/', pathNot: ['^src/platform/', '^src/worker\\.ts$'] },
      to: { path: '^cloudflare:' },
    },
    {
      name: 'a-page-reaches-behind-serve',
      severity: 'error',
      from: { path: '^src/pages/' },
      to: {
        path: '^src/lib/(documents|images)/',
        pathNot:
          '^src/lib/(documents/(serve-(reads|writes|collections|resource|contract|health)|visible-collections)|images/serve)\\.ts$',
      },
    },
    {
      // Astro bundles Zod, so `astro/zod` adds nothing to the Worker.
      name: 'lib-imports-the-platform',
      severity: 'error',
      from: { path: '^src/lib/' },
      to: { path: PLATFORM, pathNot: '^node_modules/astro/dist/zod\\.js$' },
    },
    {
      name: 'documents-import-images',
      severity: 'error',
      from: { path: '^src/lib/documents/' },
      to: { path: '^src/lib/images/' },
    },
    {
      name: 'images-import-documents',
      severity: 'error',
      from: { path: '^src/lib/images/' },
      to: { path: '^src/lib/documents/' },
    },
    {
      // The Worker has no room for the code that describes it.
      name: 'openapi-is-imported-by-the-worker',
      severity: 'error',
      from: {
        path: '^src/',
        pathNot: [
          '^src/lib/openapi/',
          '^src/explorer/',
          '^src/platform/contract\\.ts$',
          // It imports the other only for Vite's development server.
          '^src/platform/contract-files\\.ts$',
          '^src/pages/(contract/.*\\.json|llms\\.txt)\\.ts$',
        ],
      },
      to: { path: ['^src/lib/openapi/', '^src/platform/contract\\.ts$'] },
    },
    {
      name: 'explorer-imports-the-worker',
      severity: 'error',
      from: { path: '^src/explorer/' },
      to: { path: ['^src/platform/', '^src/(collections|images|site)\\.ts$', ...PLATFORM] },
    },
    {
      name: 'local-cache-is-imported-outside-the-edge-cache',
      severity: 'error',
      from: { pathNot: ['^src/lib/cache/local/', '^src/platform/cache-provider\\.ts$'] },
      to: { path: '^src/lib/cache/local/' },
    },
    ...downwards('src', ROOMS_OF_SRC),
    ...downwards('documents', ROOMS_OF_DOCUMENTS),
    ...downwards('images', ROOMS_OF_IMAGES),
  ],
  options: {
    doNotFollow: { path: '^node_modules/' },
    // Type-only imports count.
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'types', 'node', 'default'],
    },
  },
};

export default config;
