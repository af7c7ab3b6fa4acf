// `npm run docs`: writes the generated tables of README.md and docs/. `--check` only compares, and exits with 1 when they
// differ.
import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { TABLES } from './lib/docs/docs-tables.ts';
import { fillRegions, missingRegions } from './lib/docs/generated-regions.ts';
import { runCommand } from './lib/terminal.ts';

await runCommand(async () => {
  const { values } = parseArgs({ options: { check: { type: 'boolean', default: false } } });
  const files = globSync(['*.md', 'docs/**/*.md']);
  const texts = files.map((file) => readFileSync(file, 'utf8'));
  const missing = missingRegions(texts, TABLES);
  if (missing.length > 0) throw new Error(`No page has these generated tables: ${missing.join(', ')}.`);
  for (const [i, file] of files.entries()) {
    const text = texts[i] ?? '';
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
});
