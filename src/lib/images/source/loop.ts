import { Problem } from '../../http/problem.ts';

/** The name under which every request of ours for a source passes (RFC 9110 section 7.6.3). */
const PSEUDONYM = 'perigee';
export const VIA = `1.1 ${PSEUDONYM}`;

/**
 * Stops a request for a picture that comes from a Perigee, whatever name its host has.
 *
 * @throws Problem 508
 */
export function refuseLoop(headers: Headers): void {
  const hops = (headers.get('via') ?? '').split(',').map((hop) => hop.trim().split(/\s+/)[1]);
  if (hops.includes(PSEUDONYM)) throw new Problem('source-loop', 'The source points back to this service.');
}
