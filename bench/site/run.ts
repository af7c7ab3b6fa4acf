// `npm run bench:site`: the scores of Lighthouse for pages of the site, served as `npm start` does. It fails when one is
// below 95. `-- / /reference` selects pages.
import { formatTable } from '../lib/table.ts';
import { audit, CATEGORIES, DEVICES } from './audit.ts';
import { startChromium } from './chromium.ts';
import { serveSite } from './served-site.ts';

const LEAST_SCORE = 95;
const PAGES = ['/', '/data/users', '/console', '/reference'];

const selected = process.argv.slice(2);
const pages = selected.length > 0 ? selected : PAGES;
const rows: string[][] = [];
const findings: string[] = [];
let least = 100;

const site = await serveSite();
try {
  const chromium = await startChromium();
  try {
    for (const page of pages) {
      for (const device of DEVICES) {
        const audited = await audit(`${site.origin}${page}`, device, chromium.port);
        const scores = CATEGORIES.map((category) => audited.scores[category]);
        least = Math.min(least, ...scores);
        rows.push([`${page}, ${device}`, ...scores.map(String)]);
        findings.push(...audited.findings.map((finding) => `${page}, ${device}: ${finding}`));
      }
    }
  } finally {
    await chromium.stop();
  }
} finally {
  await site.stop();
}

console.log(formatTable(['page', ...CATEGORIES], rows));
if (findings.length > 0) console.log(`\n${findings.join('\n')}`);
if (least < LEAST_SCORE) {
  console.error(`\nA score is ${least}; the least allowed is ${LEAST_SCORE}.`);
  process.exitCode = 1;
}
