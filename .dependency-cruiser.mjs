// The house rules: which file may import which. `tests/unit/architecture.test.ts` checks them, and so does
// `npx depcruise src`. Files of type .astro are not read; nothing but other .astro files can import them.

/** From top to bottom. A room imports from the rooms below it, never from one above it. */
const ROOMS_OF_SRC = {
  routes: '^src/(pages|components|layouts)/|^src/(worker|middleware|env\\.d)\\.ts$',
  platform: '^src/platform/',
  'owner-files': '^src/(collections|images)\\.ts$',
  openapi: '^src/lib/openapi/',
  products: '^src/lib/(documents|images)/',
  foundations: '^src/lib/(auth|cache|http)/',
};

const ROOMS_OF_DOCUMENTS = {
  serve: '^src/lib/documents/(?!responses\\.ts$)[^/]+$',
  responses: '^src/lib/documents/responses\\.ts$',
  store: '^src/lib/documents/store/(?!sql/)',
  sql: '^src/lib/documents/store/sql/',
  'query-and-body': '^src/lib/documents/(query|body)/',
  schema: '^src/lib/documents/schema/',
};

const ROOMS_OF_IMAGES = {
  serve: '^src/lib/images/(?!limits\\.ts$)[^/]+$',
  render: '^src/lib/images/render/',
  variant: '^src/lib/images/variant/',
  source: '^src/lib/images/source/',
  config: '^src/lib/images/config/',
  url: '^src/lib/images/url/',
  limits: '^src/lib/images/limits\\.ts$',
};

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
    { name: 'circle', severity: 'error', from: {}, to: { circular: true } },
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
      to: { path: '^src/(?!lib/)' },
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
