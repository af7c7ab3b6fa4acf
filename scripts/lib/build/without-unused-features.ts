import { readFileSync } from 'node:fs';
import type { Plugin } from 'vite';
import { WORKER } from './worker-environment.ts';

/** A feature of a package that no route of Perigee uses, but that the bundler cannot detect as unused. */
interface UnusedFeature {
  feature: string;
  /** The name of a module of the project, or code in one, that shows that the feature is used after all. */
  usedBy?: { name: RegExp } | { code: RegExp };
  /** The replacement of each module, or a function that makes it from the source of the module. */
  modules: Readonly<Record<string, string | ((source: string) => string)>>;
}

/** The table of this file, for messages. */
const TABLE = 'scripts/lib/build/without-unused-features.ts';

/** The source of a function that ends a request which uses a feature that the Worker lacks. */
const absent = (feature: string) =>
  `() => { throw new Error(${JSON.stringify(`${feature} is left out of the Worker; see ${TABLE}.`)}); }`;

const ISLANDS = 'A client:* or server:* directive';
const LOCALES = "Astro's i18n";
const CSP = "Astro's own Content-Security-Policy";
const COOKIES = "Astro's cookies";
const JSON_SCHEMA = "Zod's JSON Schema";

/** Astro calls some functions of this table for every request. These do not throw, but say that there is nothing to do. */
const UNUSED: readonly UnusedFeature[] = [
  {
    // Astro takes `?_action=` of any POST for the name of an action, and responds 500 when it is not valid percent-encoding.
    feature: "Astro's actions",
    usedBy: { name: /\/src\/actions(\/index)?\.[cm]?[jt]s$/ },
    modules: {
      'astro/dist/actions/handler.js': 'export const handleAction = () => undefined;',
      'astro/dist/actions/utils.js': `
        export const hasActionPayload = () => false;
        export const createGetActionResult = () => () => undefined;
        export const createCallAction = () => ${absent("Astro's actions")};`,
      'astro/dist/actions/runtime/client.js': `export const deserializeActionResult = ${absent("Astro's actions")};`,
    },
  },
  {
    feature: ISLANDS,
    modules: {
      'astro/dist/core/server-islands/endpoint.js': `
        export const SERVER_ISLAND_ROUTE = '/_server-islands/[name]';
        export const SERVER_ISLAND_COMPONENT = '_server-islands.astro';
        export const createEndpoint = () => ({ default: ${absent(ISLANDS)} });`,
      'astro/dist/runtime/server/render/server-islands.js': `
        export const containsServerDirective = (props) => Object.hasOwn(props, 'server:component-directive');
        export const ServerIslandComponent = class { constructor() { (${absent(ISLANDS)})(); } };
        export const renderServerIslandRuntime = ${absent(ISLANDS)};`,
      'astro/dist/runtime/server/scripts.js': `
        export const determineIfNeedsHydrationScript = ${absent(ISLANDS)};
        export const determinesIfNeedsDirectiveScript = ${absent(ISLANDS)};
        export const getPrescripts = ${absent(ISLANDS)};`,
      // The key encrypts the properties of server islands.
      'astro/dist/core/encryption.js': `
        export const decodeKey = async () => undefined;
        export const generateCspDigest = ${absent(CSP)};`,
    },
  },
  {
    // `src/pages/404.astro` replaces it. A project without that file responds with this text.
    feature: "the text of Astro's own 404 page",
    modules: { 'astro/dist/template/4xx.js': `export default () => 'Not found';` },
  },
  {
    // Pages get another object. `getStaticPaths()` runs in the environment of the prerenderer.
    feature: 'the `Astro` of getStaticPaths()',
    modules: { 'astro/dist/runtime/server/astro-global.js': 'export const createAstro = () => ({});' },
  },
  {
    // Astro ignores it in pages that the Worker renders, and yet looks for the path of each request among no results.
    feature: 'the properties of getStaticPaths()',
    modules: {
      'astro/dist/core/render/params-and-props.js': (source) =>
        source.replace(
          /async function getProps\(opts\) \{[\s\S]*?\n\}\n/,
          'async function getProps() { return {}; }\n',
        ),
    },
  },
  {
    feature: CSP,
    modules: { 'astro/dist/runtime/server/render/csp.js': `export const renderCspContent = ${absent(CSP)};` },
  },
  {
    feature: LOCALES,
    modules: {
      'astro/dist/core/i18n/handler.js': `
        export const getI18n = ({ i18n }) => (i18n ? (${absent(LOCALES)})() : null);
        export const finalizeI18n = ${absent(LOCALES)};`,
      'astro/dist/core/i18n/domain.js': 'export const computePathnameFromDomain = () => undefined;',
      'astro/dist/i18n/utils.js': `
        export const computeCurrentLocale = () => undefined;
        export const computeCurrentLocaleFromParams = () => undefined;
        export const computePreferredLocale = () => undefined;
        export const computePreferredLocaleList = () => undefined;`,
    },
  },
  {
    // Every response of the Worker is the same with and without a cookie.
    feature: COOKIES,
    usedBy: { code: /\bcookies\s*\??\.\s*(get|set|has|delete|headers|merge)\b/ },
    modules: {
      'astro/dist/core/cookies/cookies.js': `
        export class AstroCookies {
          static consume() { return []; }
          consume() { return []; }
          merge() {}
        }
        for (const name of ['get', 'set', 'has', 'delete', 'headers']) AstroCookies.prototype[name] = ${absent(COOKIES)};`,
    },
  },
  {
    // The build makes the JSON Schemas of collections: `scripts/lib/build/checked-at-build.ts`. Each schema of Zod has a method.
    feature: JSON_SCHEMA,
    usedBy: { code: /\btoJSONSchema\b/ },
    modules: {
      'zod/v4/core/to-json-schema.js': `
        export const createToJSONSchemaMethod = () => ${absent(JSON_SCHEMA)};
        export const createStandardJSONSchemaMethod = () => ${absent(JSON_SCHEMA)};
        const absent = ${absent(JSON_SCHEMA)};
        export { absent as initializeContext, absent as handleUnrepresentable, absent as processSchema };
        export { absent as process, absent as extractDefs, absent as finalize };`,
      // Without these lines, nothing uses `json-schema-processors.js`.
      'zod/v4/classic/schemas.js': (source) =>
        source.replaceAll(/^ *inst\._zod\.processJSONSchema = .*;\n/gm, ''),
    },
  },
];

const MODULE = /\/node_modules\/((?:astro\/dist|zod\/v4)\/.+?)(?:\?|$)/;

/**
 * Leaves unused features of packages out of the built Worker. An update of a package that moves or renames a module stops
 * the build.
 */
export function withoutUnusedFeatures(): Plugin {
  const sources = new Map(UNUSED.flatMap(({ modules }) => Object.entries(modules)));
  const replaced = new Set<string>();
  return {
    name: 'perigee:without-unused-features',
    apply: 'build',
    applyToEnvironment: ({ name }) => name === WORKER,
    load: {
      filter: { id: MODULE },
      handler(id) {
        const module = MODULE.exec(id)?.[1] ?? '';
        const replacement = sources.get(module);
        if (replacement === undefined) return null;
        const code = typeof replacement === 'string' ? replacement : edited(id, replacement);
        replaced.add(module);
        return { code, moduleSideEffects: false };
      },
    },
    buildEnd(error) {
      if (error !== undefined) return;
      const own = [...this.getModuleIds()].filter((id) => !id.includes('/node_modules/'));
      const codeOf = (id: string) => this.getModuleInfo(id)?.code ?? '';
      for (const { feature, usedBy } of UNUSED) {
        const user = own.find(
          (id) => usedBy && ('name' in usedBy ? usedBy.name.test(id) : usedBy.code.test(codeOf(id))),
        );
        if (user !== undefined)
          this.error(`${user} uses what the Worker leaves out, ${feature}: remove its row in ${TABLE}.`);
      }
      const missing = [...sources.keys()].filter((module) => !replaced.has(module));
      if (missing.length > 0) this.error(`The Worker no longer imports ${missing.join(', ')}: see ${TABLE}.`);
    },
  };
}

/** @throws Error for an edit that an update of the package has made pointless */
function edited(id: string, edit: (source: string) => string): string {
  const source = readFileSync(id.split('?')[0] ?? id, 'utf8');
  const code = edit(source);
  if (code === source) throw new Error(`The edit has not changed ${id}: see ${TABLE}.`);
  return code;
}
