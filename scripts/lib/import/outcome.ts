import { appendFileSync, rmSync } from 'node:fs';
import type { Refusal } from './refusal.ts';

/** The file that lists what is not stored. */
export const REPORT_FILE = 'import-report.txt';

/** What an import has done so far. A report lists what it has not stored. */
export class Outcome {
  /** Documents that the Worker has created now, or by the same request of an earlier run. */
  created = 0;
  replaced = 0;
  /** Documents that were stored before, as they are in the file. */
  unchanged = 0;
  /** Entries of the report. */
  refused = 0;

  constructor() {
    rmSync(REPORT_FILE, { force: true });
  }

  refuse({ place, reason }: Refusal): void {
    this.refused += 1;
    appendFileSync(REPORT_FILE, `${place}: ${reason}\n`);
  }

  /** Documents that have been dealt with. */
  get documents(): number {
    return this.created + this.replaced + this.unchanged + this.refused;
  }
}
