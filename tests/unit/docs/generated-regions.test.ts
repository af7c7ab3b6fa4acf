import { globSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { TABLES } from '../../../scripts/lib/docs/docs-tables.ts';
import { fillRegions, missingRegions } from '../../../scripts/lib/docs/generated-regions.ts';

const FILES = globSync(['*.md', 'docs/**/*.md']);

describe('generated regions', () => {
  it.each(FILES)('%s has the tables that the code makes', (file) => {
    const text = readFileSync(file, 'utf8');
    expect(fillRegions(text, TABLES)).toBe(text);
  });

  it('exist for every table', () => {
    const texts = FILES.map((file) => readFileSync(file, 'utf8'));
    expect(missingRegions(texts, TABLES)).toEqual([]);
  });

  it('are missing when no text has their start and end', () => {
    const texts = ['a <!-- generated:t -->\n<!-- /generated -->', '<!-- generated:u -->'];
    expect(missingRegions(texts, { t: () => '', u: () => '', v: () => '' })).toEqual(['u', 'v']);
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
