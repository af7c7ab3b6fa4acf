import type { Received } from '../request/exchange.ts';
import { formatBytes, formatMilliseconds, plural } from '../ui/format.ts';
import { type Station, wayOf } from './way.ts';

/** What each part did for a request, in a few words. Parts that it did not reach are absent. */
export type Figures = Partial<Record<Station, string>>;

type Measured = Pick<Received, 'headers' | 'type' | 'bytes' | 'milliseconds'>;

export function figuresOf(received: Measured): Figures {
  const { stations, edge, age, cost, imageCache } = wayOf(received);
  const { type, bytes, milliseconds } = received;
  const all: Readonly<Record<Station, string>> = {
    reader: `${formatMilliseconds(milliseconds)}, ${formatBytes(bytes)}`,
    files: 'file sent',
    edge: age === null ? (edge ?? 'not there') : `${edge}, ${age} s old`,
    worker: 'ran',
    database:
      cost === null ? '' : `${plural(cost.rowsRead, 'row')}, ${plural(cost.roundTrips, 'round trip')}`,
    'image-cache': imageCache ?? '',
    images: type.replace('image/', '').toUpperCase(),
    source: 'read',
  };
  return Object.fromEntries(stations.map((station) => [station, all[station]]));
}
