import { expect } from 'vitest';
import type { JsonObject } from '../../../src/lib/documents/body/json-object.ts';

/** A response of `/api/{collection}/changes`. */
export interface ChangesPage {
  version: number;
  changes: { version: number; id: string | number; deleted?: true; document?: JsonObject }[];
  more: boolean;
}

/** A copy of a collection that follows its changes. */
export class Mirror {
  readonly documents = new Map<string | number, JsonObject>();
  /** Every change that was received, as its version. */
  readonly versions: number[] = [];
  version: number | null = null;

  readonly #read: (path: string) => Promise<Response>;
  readonly #path: string;

  constructor(path: string, read: (path: string) => Promise<Response>) {
    this.#path = path;
    this.#read = read;
  }

  /** Reads one page of changes. */
  async step(limit: number): Promise<boolean> {
    const since = this.version === null ? '' : `&_since=${this.version}`;
    const response = await this.#read(`${this.#path}?_limit=${limit}${since}`);
    expect(response.status).toBe(200);
    const page = (await response.json()) as ChangesPage;
    for (const { version, id, document } of page.changes) {
      this.versions.push(version);
      if (document === undefined) this.documents.delete(id);
      else this.documents.set(id, document);
    }
    expect(response.headers.has('link')).toBe(page.more);
    this.version = page.version;
    return page.more;
  }

  /** Reads all changes until now. */
  async follow(limit = 1_000): Promise<void> {
    while (await this.step(limit));
  }
}
