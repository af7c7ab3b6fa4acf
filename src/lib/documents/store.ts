export type Document = { id: string | number } & Record<string, unknown>;

/** The document of this id, which is compared as a string, or `null`. */
export async function findDocument(db: D1Database, collection: string, id: string): Promise<Document | null> {
  const body = await db
    .prepare('SELECT body FROM documents WHERE collection = ?1 AND id = ?2')
    .bind(collection, id)
    .first<string>('body');
  return body === null ? null : (JSON.parse(body) as Document);
}
