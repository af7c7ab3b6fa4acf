import { formatBytes } from '../ui/format.ts';

/** What a result weighs beside its original: `87 % smaller: 5.23 kB instead of 41.5 kB.` */
export function savingsText(before: number, after: number): string {
  const percent = before === 0 ? 0 : Math.round(Math.abs(1 - after / before) * 100);
  const change = percent === 0 ? 'The same weight' : `${percent} % ${after < before ? 'smaller' : 'larger'}`;
  return `${change}: ${formatBytes(after)} instead of ${formatBytes(before)}.`;
}
