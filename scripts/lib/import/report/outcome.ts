import { appendFileSync, rmSync } from 'node:fs';
import { counted } from '../../counted.ts';
import type { Refusal } from './refusal.ts';

/** The file that lists what is not stored. */
export const REPORT_FILE = 'import-report.txt';

/** What an import has done so far. A report lists what it has not stored. */
export class Outcome {
  /** Documents that the Worker has created now. */
  created = 0;
  /** Documents that have taken the place of others with their ids. */
  replaced = 0;
  /** Documents that are stored as they are in the file. */
  unchanged = 0;
  /** Documents that the same request of an earlier run has created. Others may have changed or deleted them since. */
  recalled = 0;
  /** Documents whose ids are taken by others, which stay. */
  skipped = 0;
  /** Documents and lines that are not valid. */
  refused = 0;
  /** Lists, objects and values of the file that no collection takes. */
  leftOut = 0;

  constructor() {
    rmSync(REPORT_FILE, { force: true });
  }

  skip(refusal: Refusal): void {
    this.skipped += 1;
    report(refusal);
  }

  refuse(refusal: Refusal): void {
    this.refused += 1;
    report(refusal);
  }

  leaveOut(refusal: Refusal): void {
    this.leftOut += 1;
    report(refusal);
  }

  /** Documents that have been dealt with. */
  get documents(): number {
    return this.created + this.replaced + this.unchanged + this.recalled + this.skipped + this.refused;
  }

  /** Lines of the report. */
  get reported(): number {
    return this.skipped + this.refused + this.leftOut;
  }

  /** What has happened, as one line. What has not is left out, except for creations. */
  summary(created = 'created'): string {
    const others = [
      [this.replaced, 'replaced'],
      [this.unchanged, 'unchanged'],
      [this.recalled, 'created by an earlier run'],
      [this.skipped, 'skipped'],
      [this.refused, 'refused'],
      [this.leftOut, 'left out'],
    ] as const;
    const parts = others.flatMap(([count, what]) =>
      count === 0 ? [] : [`${count.toLocaleString('en')} ${what}`],
    );
    return [`${counted(this.created, 'document')} ${created}`, ...parts].join(', ');
  }
}

function report({ place, reason }: Refusal): void {
  appendFileSync(REPORT_FILE, `${place}: ${reason}\n`);
}
