/** Forms of a foreign key: `userId`, `userID`, `user_id`, `idUser`, `id_user`. The group is the stem. */
const FORMS: readonly RegExp[] = [/^(.+)_id$/i, /^(.*[^_])I[dD]$/, /^id_(.+)$/i, /^id([A-Z].*)$/];

/** What a field refers to by its name, such as `user` for `user_id`; `null` if it is not named like a foreign key. */
export function keyStem(field: string): string | null {
  for (const form of FORMS) {
    const stem = form.exec(field)?.[1];
    if (stem !== undefined) return stem[0]?.toLowerCase() + stem.slice(1);
  }
  return null;
}
