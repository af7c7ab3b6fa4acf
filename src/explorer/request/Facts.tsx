import { formatBytes, formatCount, formatMilliseconds, plural } from '../ui/format.ts';
import { wayOf } from '../way/way.ts';
import { type DatabaseCost, databaseCost, type Received, rendererState } from './exchange.ts';
import { explainCache, explainDatabase, explainRenderer, explainStatus, statusName } from './explain.ts';

type Kind = 'good' | 'bad' | 'plain';

/** A figure of a response, and what it means. */
export interface Fact {
  name: string;
  value: string;
  kind: Kind;
  meaning: string;
}

/** The figures of a response that tell what it cost, and who answered. */
export function factsOf(received: Received): Fact[] {
  const { status, headers, milliseconds } = received;
  const cost = databaseCost(headers);
  const cache = headers.get('cf-cache-status');
  const age = headers.get('age');
  const renderer = rendererState(headers);
  const isStored = !wayOf(received).stations.includes('worker');
  return [
    {
      name: 'Status',
      value: `${status} ${statusName(status)}`.trim(),
      kind: statusKind(status),
      meaning: explainStatus(status),
    },
    {
      name: 'Time',
      value: formatMilliseconds(milliseconds),
      kind: 'plain',
      meaning: 'From sending the request to the end of the body, in this browser.',
    },
    {
      name: 'Body',
      value: sizeOf(received),
      kind: 'plain',
      meaning: 'The decoded body, and what came over the network where it was compressed.',
    },
    ...(cache === null
      ? []
      : [
          {
            name: 'Edge cache',
            value: age === null ? cache : `${cache}, ${age} s old`,
            kind: cache === 'HIT' ? ('good' as const) : ('plain' as const),
            meaning: explainCache(cache),
          },
        ]),
    ...(renderer === null
      ? []
      : [
          {
            name: 'Renderer',
            value: renderer,
            kind: renderer === 'HIT' ? ('good' as const) : ('plain' as const),
            meaning: explainRenderer(renderer),
          },
        ]),
    ...(cost === null
      ? []
      : [
          {
            name: 'Database',
            value: isStored ? 'no row read' : costText(cost),
            kind: isStored ? ('good' as const) : ('plain' as const),
            meaning: explainDatabase(isStored ? costText(cost) : null),
          },
        ]),
  ];
}

/** The facts as a list of names and values. */
export function Facts({ facts }: { facts: readonly Fact[] }) {
  return (
    <dl class="strip-facts">
      {facts.map(({ name, value, kind }) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd data-kind={kind}>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function sizeOf({ bytes, transferred }: Received): string {
  const isCompressed = transferred !== null && transferred > 0 && transferred < bytes;
  return isCompressed ? `${formatBytes(bytes)}, ${formatBytes(transferred)} sent` : formatBytes(bytes);
}

function costText({ rowsRead, rowsWritten, roundTrips }: DatabaseCost): string {
  const written = rowsWritten > 0 ? `, ${formatCount(rowsWritten)} written` : '';
  return `${plural(rowsRead, 'row')} read${written}, ${plural(roundTrips, 'round trip')}`;
}

function statusKind(status: number): Kind {
  if (status >= 400) return 'bad';
  return status < 300 || status === 304 ? 'good' : 'plain';
}
