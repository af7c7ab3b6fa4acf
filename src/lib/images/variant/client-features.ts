import Negotiator from 'negotiator';

/** What a client supports or prefers, according to its request headers. */
export interface ClientFeatures {
  avif: boolean;
  webp: boolean;
  /** Whether it weights WebP higher than AVIF. */
  prefersWebp: boolean;
  /** Whether its connection is slow, or it requests less data. */
  slow: boolean;
}

/** A format that `format=auto` chooses for clients that name it. */
export type NamedFormat = 'avif' | 'webp';

/** The formats that a client names and does not weight lower than another one. */
export function namedFormats({ avif, webp, prefersWebp }: ClientFeatures): NamedFormat[] {
  if (!avif || prefersWebp) return webp ? ['webp'] : [];
  return webp ? ['avif', 'webp'] : ['avif'];
}

/** The request header that `format=auto` depends on, for `Vary`. */
export const FORMAT_HEADERS = ['Accept'];
/** The request headers that `slow-connection-quality` depends on, for `Vary`. */
export const CONNECTION_HEADERS = ['Save-Data', 'ECT', 'RTT', 'Downlink'];

const SLOW_TYPES = ['slow-2g', '2g', '3g'];
/** Round-trip time above which a connection is slow, in milliseconds. */
const SLOW_RTT = 150;
/** Bandwidth below which a connection is slow, in megabits per second. */
const SLOW_DOWNLINK = 5;

export function readClientFeatures(headers: Headers): ClientFeatures {
  const accept = withoutWildcards(headers.get('accept') ?? '');
  const accepted = new Negotiator({ headers: { accept } }).mediaTypes(['image/avif', 'image/webp']);
  return {
    avif: accepted.includes('image/avif'),
    webp: accepted.includes('image/webp'),
    prefersWebp: accepted[0] === 'image/webp',
    slow: isSlow(headers),
  };
}

/**
 * The media types that `Accept` names. Browsers that decode neither AVIF nor WebP also send wildcards. Sorting puts
 * AVIF before WebP where both have the same weight.
 */
function withoutWildcards(accept: string): string {
  const types = accept.toLowerCase().split(',');
  const ranges = types.map((type) => type.trim()).filter((type) => !type.includes('*'));
  return ranges.sort().join(',');
}

/** Applies the limits of https://developers.cloudflare.com/images/transform-images/transform-via-url/ */
function isSlow(headers: Headers): boolean {
  return (
    headers.get('save-data')?.toLowerCase() === 'on' ||
    SLOW_TYPES.includes(headers.get('ect')?.toLowerCase() ?? '') ||
    numberOf(headers, 'rtt') > SLOW_RTT ||
    numberOf(headers, 'downlink') < SLOW_DOWNLINK
  );
}

/** Returns `NaN` when the header is missing, for which no comparison is true. */
function numberOf(headers: Headers, name: string): number {
  return Number.parseFloat(headers.get(name) ?? '');
}
