/** The key that a client is counted by: an IPv4 address, or the /64 of an IPv6 address, because one client can have all of it. */
export function clientKey(address: string): string {
  if (!address.includes(':')) return address;
  const [head = '', tail] = address.toLowerCase().split('::');
  const groups = (part: string) => part.split(':').filter((group) => group !== '');
  const written = [groups(head), groups(tail ?? '')] as const;
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - written[0].length - written[1].length);
  const all = [...written[0], ...Array<string>(zeros).fill('0'), ...written[1]];
  return all
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ''))
    .join(':');
}
