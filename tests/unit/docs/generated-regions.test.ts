import { globSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { TABLES } from '../../../scripts/lib/docs-tables.ts';
import { fillRegions } from '../../../scripts/lib/generated-regions.ts';

const FILES = globSync(['*.md', 'docs/**/*.md']);

describe('generated regions', () => {
  it.each(FILES)('%s has the tables that the code makes', (file) => {
    const text = readFileSync(file, 'utf8');
    expect(fillRegions(text, TABLES)).toBe(text);
  });

  it.each(Object.keys(TABLES))('the table %s is in a page', (name) => {
    const pages = FILES.filter((file) => readFileSync(file, 'utf8').includes(`<!-- generated:${name} -->`));
    expect(pages).not.toEqual([]);
  });

  it('replace their old content and leave the text around them', () => {
    const filled = fillRegions('a\n<!-- generated:t -->\nold\n<!-- /generated -->\nb', {
      t: () => 'new $& $1',
    });
    expect(filled).toBe('a\n<!-- generated:t -->\nnew $& $1\n<!-- /generated -->\nb');
  });

  it('that no generator makes are an error that names them and what is allowed', () => {
    const text = '<!-- generated:constructor -->\n<!-- /generated -->';
    expect(() => fillRegions(text, { t: () => '' })).toThrow('"constructor"; allowed: t');
  });

  it('without an end are an error', () => {
    expect(() => fillRegions('<!-- generated:t -->\n', { t: () => '' })).toThrow('<!-- /generated -->');
  });
});
