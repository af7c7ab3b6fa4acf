import type { Plugin } from 'vite';
import { WORKER } from './worker-environment.ts';

/** A feature of Astro that no route of Perigee uses, and that every Worker of Astro contains. */
interface UnusedFeature {
  feature: string;
  /** A module of the project that shows that the feature is used after all. */
  usedBy?: RegExp;
  /** What each module of `astro/dist` becomes. */
  modules: Readonly<Record<string, string>>;
}

/** Ends a request that uses a feature which the Worker does not have. */
const absent = (feature: string) =>
  `() => { throw new Error(${JSON.stringify(`${feature} is left out of the Worker; see scripts/lib/without-unused-astro.ts.`)}); }`;

const ISLANDS = 'A client:* or server:* directive';
const LOCALES = "Astro's i18n";
const CSP = "Astro's own Content-Security-Policy";

/** Astro calls the functions of this table that do not throw for every request: they say that there is nothing to do. */
const UNUSED: readonly UnusedFeature[] = [
  {
    // Astro takes `?_action=` of any POST for the name of an action, and responds 500 when it is no percent-encoding.
    feature: "Astro's actions",
    usedBy: /\/src\/actions(\/index)?\.[cm]?[jt]s$/,
    modules: {
      'actions/handler.js': 'export const handleAction = () => undefined;',
      'actions/utils.js': `
        export const hasActionPayload = () => false;
        export const createGetActionResult = () => () => undefined;
        export const createCallAction = () => ${absent("Astro's actions")};`,
      'actions/runtime/client.js': `export const deserializeActionResult = ${absent("Astro's actions")};`,
    },
  },
  {
    feature: ISLANDS,
    modules: {
      'core/server-islands/endpoint.js': `
        export const SERVER_ISLAND_ROUTE = '/_server-islands/[name]';
        export const SERVER_ISLAND_COMPONENT = '_server-islands.astro';
        export const createEndpoint = () => ({ default: ${absent(ISLANDS)} });`,
      'runtime/server/render/server-islands.js': `
        export const containsServerDirective = (props) => Object.hasOwn(props, 'server:component-directive');
        export const ServerIslandComponent = class { constructor() { (${absent(ISLANDS)})(); } };
        export const renderServerIslandRuntime = ${absent(ISLANDS)};`,
      'runtime/server/scripts.js': `
        export const determineIfNeedsHydrationScript = ${absent(ISLANDS)};
        export const determinesIfNeedsDirectiveScript = ${absent(ISLANDS)};
        export const getPrescripts = ${absent(ISLANDS)};`,
      // The key encrypts the properties of server islands.
      'core/encryption.js': `
        export const decodeKey = async () => undefined;
        export const generateCspDigest = ${absent(CSP)};`,
    },
  },
  {
    feature: CSP,
    modules: { 'runtime/server/render/csp.js': `export const renderCspContent = ${absent(CSP)};` },
  },
  {
    feature: LOCALES,
    modules: {
      'core/i18n/handler.js': `
        export const getI18n = ({ i18n }) => (i18n ? (${absent(LOCALES)})() : null);
        export const finalizeI18n = ${absent(LOCALES)};`,
      'core/i18n/domain.js': 'export const computePathnameFromDomain = () => undefined;',
      'i18n/utils.js': `
        export const computeCurrentLocale = () => undefined;
        export const computeCurrentLocaleFromParams = () => undefined;
        export const computePreferredLocale = () => undefined;
        export const computePreferredLocaleList = () => undefined;`,
    },
  },
];

const MODULE = /\/node_modules\/astro\/dist\/(.+?)(?:\?|$)/;

/**
 * Leaves features of Astro out of the built Worker. The bundler cannot: Astro imports them and decides per request. An
 * update of Astro that moves or renames a module stops the build.
 */
export function withoutUnusedAstro(): Plugin {
  const sources = new Map(UNUSED.flatMap(({ modules }) => Object.entries(modules)));
  const replaced = new Set<string>();
  return {
    name: 'perigee:without-unused-astro',
    apply: 'build',
    applyToEnvironment: ({ name }) => name === WORKER,
    load: {
      filter: { id: MODULE },
      handler(id) {
        const module = MODULE.exec(id)?.[1] ?? '';
        const code = sources.get(module);
        if (code === undefined) return null;
        replaced.add(module);
        return { code, moduleSideEffects: false };
      },
    },
    buildEnd(error) {
      if (error !== undefined) return;
      const ids = [...this.getModuleIds()];
      for (const { feature, usedBy } of UNUSED) {
        const user = usedBy && ids.find((id) => usedBy.test(id));
        if (user)
          this.error(
            `${user} uses what the Worker leaves out: ${feature}. Remove its row in scripts/lib/without-unused-astro.ts.`,
          );
      }
      const missing = [...sources.keys()].filter((module) => !replaced.has(module));
      if (missing.length > 0)
        this.error(`Astro no longer imports ${missing.join(', ')}: see scripts/lib/without-unused-astro.ts.`);
    },
  };
}
