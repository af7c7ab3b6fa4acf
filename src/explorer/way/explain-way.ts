import type { Received } from '../request/exchange.ts';
import { plural } from '../ui/format.ts';
import { type Way, wayOf } from './way.ts';

/** Why the Worker ran although the edge may store the response, by `Cf-Cache-Status`. */
const MISSED: Readonly<Record<string, string>> = {
  MISS: 'The edge cache had no response, so the Worker ran.',
  EXPIRED: 'The stored response was stale, so the Worker ran and replaced it.',
  REVALIDATED: 'The stored response was stale, so the Worker ran and confirmed it.',
};

/** One or two sentences: which parts took part in a request, and why no others. */
export function explainWay(received: Pick<Received, 'status' | 'headers'>): string {
  const way = wayOf(received);
  const isUnchanged = received.status === 304;
  if (way.stations.includes('files')) {
    return 'It is a static file: the network serves it, and the Worker does not run.';
  }
  if (!way.stations.includes('worker')) {
    const what = isUnchanged
      ? 'The ETag still matches, so the edge cache answered 304 without a body.'
      : storedResponse(way);
    return way.edge === 'HIT' ? `${what} Neither the Worker nor the database took part.` : what;
  }
  return [
    MISSED[way.edge ?? ''] ?? bypassed(way),
    workOf(way),
    isUnchanged && 'The ETag still matches, so the response has no body.',
    way.edge === 'MISS' && !isUnchanged && 'The edge cache stored the response.',
  ]
    .filter(Boolean)
    .join(' ');
}

function storedResponse({ edge, age }: Way): string {
  const had = `The edge cache had the response, ${plural(age ?? 0, 'second')} old.`;
  if (edge === 'STALE') return `${had} It is stale, but the Worker failed.`;
  return edge === 'HIT' ? had : `${had} It is stale, and revalidated in the background.`;
}

function bypassed({ edge, imageCache }: Way): string {
  if (edge === null) return 'The Worker ran: no cache is in front of it.';
  return imageCache === null
    ? 'The Worker ran: the edge cache does not store this response.'
    : 'The Worker ran: images have a cache of their own.';
}

function workOf({ cost, imageCache }: Way): string | false {
  if (cost !== null) {
    const rows = plural(cost.rowsRead, 'row');
    return `It read ${rows} of the database in ${plural(cost.roundTrips, 'round trip')}.`;
  }
  if (imageCache === null) return false;
  return imageCache === 'HIT'
    ? 'That cache had the image.'
    : 'That cache did not have the image, so the source was read and encoded.';
}
