/** @throws Error for two names with one key; it stops the build */
export function refuseTwins(
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

/** SQLite compares the names of tables and columns case-insensitively. */
export function foldCase(name: string): string {
  return name.toLowerCase();
}
