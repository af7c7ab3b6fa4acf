/** Whether `wrangler deploy` with these arguments only reports what it would do. */
export function isDryRun(args: readonly string[]): boolean {
  return args.some((arg) => /^--dry-?run(=true)?$/i.test(arg));
}

/**
 * Whether `wrangler d1 info` reports that the account has no such database. A missing login, a missing network or a
 * missing binding has another message.
 */
export function isDatabaseMissing(output: string): boolean {
  return /Couldn't find (a|an auto-provisioned) D1 DB named/.test(output);
}

/** The error that wrangler's output reports; the whole output if it reports none. */
export function errorOf(output: string): string {
  return /\[ERROR\]\s*(\S.*)/.exec(output)?.[1] ?? output.trim();
}
