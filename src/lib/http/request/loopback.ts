/** Whether the host of a URL is this machine (https://www.w3.org/TR/secure-contexts/#is-origin-trustworthy). */
export function isLoopback({ hostname }: URL): boolean {
  return /^(127(\.\d+){3}|\[::1\]|(.+\.)?localhost)$/.test(hostname);
}
