import { styleText } from 'node:util';
import { counted } from '../counted.ts';
import type { Inferred } from './infer-collections.ts';
import type { CollectionPlan } from './plan.ts';

/** The most refusals that are shown. `npm run import` reports all. */
const MAX_SHOWN = 10;

/** Describes the inferred definitions, in lines. */
export function summaryOf({ plan, refusals }: Pick<Inferred, 'plan' | 'refusals'>): string {
  return [
    ...plan.collections.flatMap(linesOf),
    ...section('Left out', plan.leftOut, ({ name, reason }) => `${name}: ${reason}`),
    ...section('Cannot be stored as they are', refusals, ({ place, reason }) => `${place}: ${reason}`),
  ].join('\n');
}

function linesOf({
  name,
  isSingleton,
  documents,
  fields,
  unnamed,
  indexes,
  singular,
  relations,
}: CollectionPlan): string[] {
  const count = `${isSingleton ? 'one object' : counted(documents, 'document')}, ${counted(fields.size, 'field')}`;
  const details: [string, readonly string[]][] = [
    ['indexes', indexes],
    ['relations', relations.map(({ as, collection, key }) => `${key} → ${collection} as ${as}`)],
    ['singular', singular === null ? [] : [singular]],
    ['stored, but not in the schema', unnamed.slice(0, MAX_SHOWN)],
  ];
  return [
    `${styleText('bold', name)}: ${count}`,
    ...details
      .filter(([, values]) => values.length > 0)
      .map(([title, values]) => `  ${title}: ${values.join(', ')}`),
  ];
}

function section<Item>(title: string, items: readonly Item[], line: (item: Item) => string): string[] {
  if (items.length === 0) return [];
  const more = items.length - MAX_SHOWN;
  return [
    '',
    `${title}:`,
    ...items.slice(0, MAX_SHOWN).map((item) => `  ${line(item)}`),
    ...(more > 0 ? [`  and ${more} more`] : []),
  ];
}
