import { readFileSync } from 'node:fs';
import { SourceMap } from 'node:module';
import { join } from 'node:path';

const BUILD = 'dist/server';

/** A static import of another chunk, as the minifier writes it. */
const STATIC_IMPORT = /(?:from|import)\s*["'`](\.{1,2}\/[^"'`]+)["'`]/g;

/** Finds the chunks that are evaluated with a chunk: itself, and those that it imports statically, by path in the build. */
export function chunksLoadedWith(chunk: string, loaded = new Set<string>()): Set<string> {
  if (loaded.has(chunk)) return loaded;
  loaded.add(chunk);
  const code = readFileSync(join(BUILD, chunk), 'utf8');
  for (const [, path = ''] of code.matchAll(STATIC_IMPORT)) chunksLoadedWith(join(chunk, '..', path), loaded);
  return loaded;
}

/** Finds the source files of chunks, such as `src/worker.ts` and `node_modules/astro/…`. */
export function sourcesOf(chunks: Iterable<string>): string[] {
  return [...chunks].flatMap((chunk) => {
    const map = sourceMapOf(chunk);
    return map === null ? [] : map.payload.sources.map(pathInProject);
  });
}

/** Finds the source file of a position in a chunk. Line and column count from 1, as in a stack trace. */
export function sourceAt(chunk: string, line: number, column: number): string {
  const origin = sourceMapOf(chunk)?.findOrigin(line, column);
  return origin !== undefined && 'fileName' in origin ? pathInProject(origin.fileName) : '';
}

function sourceMapOf(chunk: string): SourceMap | null {
  try {
    return new SourceMap(JSON.parse(readFileSync(join(BUILD, `${chunk}.map`), 'utf8')));
  } catch {
    // A chunk that the build generates has no sources.
    return null;
  }
}

function pathInProject(source: string): string {
  return source.replace(/^.*?(?=(?:src|node_modules)\/)/, '');
}
