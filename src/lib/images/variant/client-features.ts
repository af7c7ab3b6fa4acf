import Negotiator from 'negotiator';

/** What a client can make use of, as far as its headers say. */
export interface Client {
  avif: boolean;
  webp: boolean;
  /** Whether it takes WebP rather than AVIF. */
  prefersWebp: boolean;
  /** Whether it asks for little data. */
  slow: boolean;
}

/** The request headers that `format=auto` and `slow-connection-quality` read, for `Vary`. */
export const FORMAT_HEADERS = ['Accept'];
export const CONNECTION_HEADERS = ['Save-Data', 'ECT', 'RTT', 'Downlink'];

const SLOW_TYPES = ['slow-2g', '2g', '3g'];

export function readClient(headers: Headers): Client {
  const accepted = new Negotiator({ headers: { accept: named(headers.get('accept') ?? '') } }).mediaTypes([
    'image/avif',
    'image/webp',
  ]);
  return {
    avif: accepted.includes('image/avif'),
    webp: accepted.includes('image/webp'),
    prefersWebp: accepted[0] === 'image/webp',
    slow: isSlow(headers),
  };
}

/**
 * The media types that `Accept` spells out, in an order in which AVIF comes before WebP where their weights are the
 * same. Every browser sends a wildcard also, old ones that decode neither too.
 */
function named(accept: string): string {
  const types = accept.toLowerCase().split(',');
  const ranges = types.map((type) => type.trim()).filter((type) => !type.includes('*'));
  return ranges.sort().join(',');
}

/** The bounds of slow-connection-quality (https://developers.cloudflare.com/images/transform-images/transform-via-url/). */
function isSlow(headers: Headers): boolean {
  return (
    headers.get('save-data')?.toLowerCase() === 'on' ||
    SLOW_TYPES.includes(headers.get('ect')?.toLowerCase() ?? '') ||
    numeric(headers, 'rtt') > 150 ||
    numeric(headers, 'downlink') < 5
  );
}

/** Not a number when the header is missing, so that no comparison is true. */
function numeric(headers: Headers, name: string): number {
  return Number.parseFloat(headers.get(name) ?? '');
}
