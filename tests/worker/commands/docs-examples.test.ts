import { globSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { examplesOf, parseCurl, printed, withoutVolatile } from '../../support/contract/console-examples.ts';
import { useCachedWorker } from '../../support/worker/cached-worker.ts';

const ENTITY_TAG = /"\d+-\d{13}"/g;

/** A page with collections of its own, which has a test of its own. */
const OTHER = 'docs/moving-from-json-server.md';

const pages = globSync(['*.md', 'docs/**/*.md'])
  .filter((file) => file !== OTHER)
  .map((file) => ({ file, examples: examplesOf(readFileSync(file, 'utf8')) }))
  .filter(({ examples }) => examples.length > 0);

describe.each(pages)('$file shows what the Worker prints', ({ examples }) => {
  const { read } = useCachedWorker();
  /** The entity tags of this run by those of the page, which later commands of the page send. */
  const tags = new Map<string, string>();

  it.each(examples)('for $command', async ({ command, output }) => {
    const current = command.replaceAll(ENTITY_TAG, (tag) => tags.get(tag) ?? tag);
    const { url, init, prints } = parseCurl(current);
    const actual = await printed(await read(url, init), prints, output);
    expect(withoutVolatile(actual)).toBe(withoutVolatile(output));
    const documented = output.match(ENTITY_TAG) ?? [];
    for (const [i, tag] of (actual.match(ENTITY_TAG) ?? []).entries()) tags.set(documented[i] ?? tag, tag);
  });
});
