// `npm run bench:site`: the scores of Lighthouse for pages of the site, which `npm start` serves from a copy of the
// project. Fails when a score is below 95. `-- / /reference` selects pages.
import { rmSync } from 'node:fs';
import { copyProject } from '../../scripts/lib/build/project-copy.ts';
import { withServedProject } from '../lib/served-project.ts';
import { formatTable } from '../lib/table.ts';
import { audit, CATEGORIES, DEVICES } from './audit.ts';
import { startChromium } from './chromium.ts';

const MIN_SCORE = 95;
const PAGES = ['/', '/data/users', '/console', '/reference'];

const selected = process.argv.slice(2);
const pages = selected.length > 0 ? selected : PAGES;
const rows: string[][] = [];
const findings: string[] = [];
let lowest = 100;

const project = copyProject();
try {
  await withServedProject(project, [], auditPages);
} finally {
  rmSync(project, { recursive: true, force: true });
}
console.log(formatTable(['page', ...CATEGORIES], rows));
if (findings.length > 0) console.log(`\n${findings.join('\n')}`);
if (lowest < MIN_SCORE) {
  console.error(`\nA score is ${lowest}; at least ${MIN_SCORE} is required.`);
  process.exitCode = 1;
}

async function auditPages(origin: string): Promise<void> {
  const chromium = await startChromium();
  try {
    for (const page of pages) {
      for (const device of DEVICES) {
        const audited = await audit(`${origin}${page}`, device, chromium.port);
        const scores = CATEGORIES.map((category) => audited.scores[category]);
        lowest = Math.min(lowest, ...scores);
        rows.push([`${page}, ${device}`, ...scores.map(String)]);
        findings.push(...audited.findings.map((finding) => `${page}, ${device}: ${finding}`));
      }
    }
  } finally {
    await chromium.stop();
  }
}
