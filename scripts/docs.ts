// `npm run docs`: writes the generated tables of README.md and docs/. `--check` only compares, and exits with 1.
import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { TABLES } from './lib/docs-tables.ts';
import { fillRegions } from './lib/generated-regions.ts';

const { values } = parseArgs({ options: { check: { type: 'boolean', default: false } } });

for (const file of globSync(['*.md', 'docs/**/*.md'])) {
  const text = readFileSync(file, 'utf8');
  const filled = fillRegions(text, TABLES);
  if (filled === text) continue;
  if (values.check) {
    console.error(`${file}: the generated tables differ from the code. Run npm run docs.`);
    process.exitCode = 1;
  } else {
    writeFileSync(file, filled);
    console.log(`${file}: updated`);
  }
}
