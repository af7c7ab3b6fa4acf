import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { AstroIntegration } from 'astro';
import { POLICY } from '../../../src/lib/cache/policy.ts';
import { FIXED_HEADERS } from '../../../src/lib/http/response/fixed-headers.ts';

/** https://developers.cloudflare.com/workers/static-assets/headers/#limits */
const MAX_RULES = 100;

/**
 * Gives the pages that are made at build the headers of the pages of the Worker: its middleware does not run for static
 * files. The rules follow those of the owner in `_headers`.
 */
export function pageHeaders(): AstroIntegration {
  return {
    name: 'perigee:page-headers',
    hooks: {
      'astro:build:done': ({ dir }) => {
        const folder = fileURLToPath(dir);
        const files = globSync('**/*.*', { cwd: folder });
        const headersFile = `${folder}/_headers`;
        writeFileSync(headersFile, withPageRules(readFileSync(headersFile, 'utf8'), files));
      },
    },
  };
}

/**
 * Adds a rule per page to the text of a `_headers` file.
 *
 * @param files that are deployed, relative to their folder
 * @throws Error when Cloudflare would ignore rules
 */
export function withPageRules(text: string, files: readonly string[]): string {
  const rules = pagePaths(files).map((path) => [path, ...HEADER_LINES].join('\n'));
  const count = (text.match(/^\/|^https:/gm) ?? []).length + rules.length;
  if (count > MAX_RULES) {
    throw new Error(
      `_headers has ${count} rules, and Cloudflare reads ${MAX_RULES}. Put pages into one folder.`,
    );
  }
  return `${text.trimEnd()}\n\n${rules.join('\n\n')}\n`;
}

/** The paths of the pages. A folder that has pages only is one path, with an asterisk. */
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

/** A header is detached first, because the values of all rules for a path would be joined. */
const HEADER_LINES = [
  ['cache-control', POLICY.staticFile.browser],
  ...Object.entries(FIXED_HEADERS).map(([name, { values }]) => [name, values.page]),
].flatMap(([name, value]) => (value === undefined ? [] : [`  ! ${name}`, `  ${name}: ${value}`]));
