/**
 * Requires that no two names have the same key.
 *
 * @throws Error naming both; it stops the build
 */
export function refuseDuplicates(
  what: string,
  names: readonly string[],
  keyOf: (name: string) => string,
  problem: string,
): void {
  const seen = new Map<string, string>();
  for (const name of names) {
    const first = seen.get(keyOf(name));
    if (first !== undefined) throw new Error(`${what} "${first}" and "${name}" ${problem}.`);
    seen.set(keyOf(name), name);
  }
}

/** The key of a name of a table, column or index, which SQLite compares case-insensitively. */
export function caseInsensitiveKey(name: string): string {
  return name.toLowerCase();
}
