/** What a request does to the documents of a collection. */
export type Action = 'read' | 'create' | 'update' | 'delete';

/** Who may do it: everyone, or a caller with a scope of the collection. */
export type AccessRules = Readonly<Record<Action, 'public' | 'token'>>;

/** Everyone reads, and a scope writes. */
export const PUBLIC_READS: AccessRules = {
  read: 'public',
  create: 'token',
  update: 'token',
  delete: 'token',
};

/** What access rules protect: a collection, by its name. */
export interface Protected {
  name: string;
  access: AccessRules;
}
