/** Forms of a host that an owner may write by mistake, and what to write instead. */
const MISTAKES: readonly [form: RegExp, message: string][] = [
  [/\//, 'is a URL; write { host: "images.example.com", path: "/assets/" }'],
  [/^\[|:.*:|^[\d.]+$|^0x/i, 'is an IP address; write the name of a host'],
  [/:/, 'has a port; write { host: "images.example.com", port: 8443 }'],
  [/^\*$|.\*|^\*[^.]/, 'has a * that is not its whole first label; write *.example.com'],
  [/^\*\.[^.]*\.?$/, 'allows a whole top-level domain; write *.example.com'],
  [/^[^.]*\.?$/, 'has no dot; write a public host such as images.example.com'],
];

/** What is wrong with a host of `src/images.ts`, such as `*.example.com`; `null` if nothing is. */
export function hostMistake(host: string): string | null {
  const mistake = MISTAKES.find(([form]) => form.test(host));
  if (mistake !== undefined) return `${JSON.stringify(host)} ${mistake[1]}`;
  // The URL parser writes hosts in lower case and in ASCII, which is what requests are compared with.
  const hostname = URL.parse(`https://${host.replace(/^\*/, 'any')}`)
    ?.hostname.replace(/^any\./, '*.')
    .replace(/\.$/, '');
  if (hostname === host) return null;
  const isOtherSpelling = hostname !== undefined && /^[\w.*-]+$/.test(hostname) && !/[@?#\\\s]/.test(host);
  return isOtherSpelling
    ? `${JSON.stringify(host)} must be written ${JSON.stringify(hostname)}`
    : `${JSON.stringify(host)} is not the name of a host`;
}
