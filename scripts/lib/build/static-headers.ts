import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { AstroIntegration } from 'astro';
import { POLICY } from '../../../src/lib/cache/policy.ts';
import { type ContentKind, FIXED_HEADERS } from '../../../src/lib/http/response/fixed-headers.ts';

/** The most rules of a `_headers` file: https://developers.cloudflare.com/workers/static-assets/headers/#limits */
const MAX_RULES = 100;

/**
 * Gives static files the headers that the Worker gives its own responses, because its middleware does not run for them.
 * The rules of the owner in `public/_headers` come between those for all files and those for pages.
 */
export function staticHeaders(): AstroIntegration {
  return {
    name: 'perigee:static-headers',
    hooks: {
      'astro:build:done': ({ dir }) => {
        const folder = fileURLToPath(dir);
        const files = globSync('**/*.*', { cwd: folder });
        const headersFile = `${folder}/_headers`;
        writeFileSync(headersFile, withRules(readFileSync(headersFile, 'utf8'), files));
      },
    },
  };
}

/**
 * Adds rules for all files, and one per page, to the text of a `_headers` file.
 *
 * @param files that are deployed, relative to their folder
 * @throws Error when Cloudflare would ignore rules
 */
export function withRules(text: string, files: readonly string[]): string {
  const pages = pagePaths(files).map((path) => [path, ...PAGE_LINES].join('\n'));
  const rules = [ALL_FILES, HASHED_FILES, text.replace(RULE_OF_ADAPTER, '').trim(), ...pages].join('\n\n');
  const count = (rules.match(/^\/|^https:/gm) ?? []).length;
  if (count > MAX_RULES) {
    throw new Error(
      `_headers has ${count} rules, and Cloudflare reads ${MAX_RULES}. Put pages into one folder.`,
    );
  }
  return `${rules}\n`;
}

/** The paths of the pages. A folder that contains only pages is one path, with an asterisk. */
export function pagePaths(files: readonly string[]): string[] {
  const others = new Set(files.filter((file) => !isPage(file)).flatMap(foldersOf));
  const paths = files.filter(isPage).map((file) => {
    const folder = foldersOf(file).find((candidate) => !others.has(candidate));
    return encodeURI(
      folder === undefined ? `/${file.replace(/(?:(^|\/)index)?\.html$/, '$1')}` : `/${folder}/*`,
    );
  });
  return [...new Set(paths)].toSorted();
}

function isPage(file: string): boolean {
  return file.endsWith('.html');
}

/** The folders of a file, the outermost first. */
function foldersOf(file: string): string[] {
  const folder = dirname(file);
  return folder === '.' ? [] : [...foldersOf(folder), folder];
}

/** Scripts of every origin may read static files. */
const ALL_FILES = [
  '/*',
  '  access-control-allow-origin: *',
  `  cache-control: ${POLICY.staticFile.browser}`,
  ...fixedHeaders('file').map(([name, value]) => `  ${name}: ${value}`),
].join('\n');

/** Files of the build whose names change with their content. */
const HASHED_FILES = ['/_astro/*', ...replaced('cache-control', POLICY.hashedFile.browser)].join('\n');

/** A rule that the adapter adds. It does not remove the header first, so the values would be joined. */
const RULE_OF_ADAPTER = /^\/_astro\/\*\n(?:[ \t]+.*\n?)+/m;

const PAGE_LINES = fixedHeaders('page').flatMap(([name, value]) => replaced(name, value));

function fixedHeaders(kind: ContentKind): [name: string, value: string][] {
  return Object.entries(FIXED_HEADERS).flatMap(([name, { values }]) => {
    const value = values[kind];
    return value === undefined ? [] : [[name, value]];
  });
}

/** Removes a header before it is set, because the values of all rules for a path would be joined. */
function replaced(name: string, value: string): string[] {
  return [`  ! ${name}`, `  ${name}: ${value}`];
}
