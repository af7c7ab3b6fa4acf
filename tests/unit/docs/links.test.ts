import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';

const FILES = globSync(['*.md', 'docs/**/*.md', 'examples/*/*.md']);

/** Links and images of a Markdown text that are neither URLs nor paths of GitHub's own pages. */
function relativeTargets(markdown: string): string[] {
  const prose = markdown.replaceAll(/^```[\s\S]*?^```/gm, '');
  const targets = [...prose.matchAll(/\]\(([^)\s]+)\)|src="([^"]+)"/g)].map(
    ([, link, src]) => link ?? src ?? '',
  );
  return targets.filter((target) => !/^https?:|^\.\.\/\.\.\/actions\//.test(target));
}

/** The anchors of a page, as GitHub derives them from headings. */
function anchorsOf(markdown: string): string[] {
  return [...markdown.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\w\s-]/g, '')
      .replaceAll(' ', '-'),
  );
}

it.each(FILES)('every relative link of %s leads to a file and a heading that exist', (file) => {
  const text = readFileSync(file, 'utf8');
  const broken = relativeTargets(text).filter((target) => {
    const [path = '', anchor] = target.split('#');
    const linked = path === '' ? file : join(dirname(file), path);
    if (!existsSync(linked)) return true;
    return anchor !== undefined && !anchorsOf(readFileSync(linked, 'utf8')).includes(anchor);
  });
  expect(broken).toEqual([]);
});
