/** Is wrangler only to say what it would do? */
export function isDryRun(args: readonly string[]): boolean {
  return args.some((arg) => /^--dry-?run(=true)?$/i.test(arg));
}

/**
 * Does this output of `wrangler d1 info` say that Cloudflare has no such database? Being unable to ask (no login, no
 * network) or a binding that the configuration does not have is told in other words.
 */
export function isDatabaseMissing(output: string): boolean {
  return /Couldn't find (a|an auto-provisioned) D1 DB named/.test(output);
}
