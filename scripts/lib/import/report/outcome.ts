import { appendFileSync, rmSync } from 'node:fs';
import { counted } from '../../counted.ts';
import type { Refusal } from './refusal.ts';

/** The file that lists what is not stored. */
export const REPORT_FILE = 'import-report.txt';

/** The counts of an import so far. The report lists what it has not stored. */
export class Outcome {
  /** Documents that this run has created. */
  created = 0;
  /** Documents that have replaced others with the same ids. */
  replaced = 0;
  /** Documents that are stored as they are in the file. */
  unchanged = 0;
  /** Documents that the same request of an earlier run has created. They may have been changed or deleted since. */
  recalled = 0;
  /** Documents whose ids are taken by others, which stay unchanged. */
  skipped = 0;
  /** Documents and lines that are not valid. */
  refused = 0;
  /** Lists, objects and values of the file that no collection can store. */
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

  /** All documents and unreadable lines so far. */
  get documents(): number {
    return this.created + this.replaced + this.unchanged + this.recalled + this.skipped + this.refused;
  }

  /** Lines of the report. */
  get reported(): number {
    return this.skipped + this.refused + this.leftOut;
  }

  /** The counts in one line. Counts of 0 are left out, except for creations. */
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
