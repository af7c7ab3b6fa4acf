import type { CollectionEntry } from '../../lib/documents/collection-entry.ts';
import type { Draft } from '../request/draft.ts';
import type { Exchange } from '../request/exchange.ts';

export type WriteAction = CollectionEntry['actions'][number];

/** What screens share: the collections of the caller, and the way to write and to move on. */
export interface Session {
  entries: readonly CollectionEntry[];
  /** Whether the screen was opened by another one: then its heading gets the focus, as a browser does it for a page. */
  isMoved: boolean;
  /**
   * Asks for a token if the action needs one, and tells whether the caller may do it. The reader is told if not.
   */
  permit: (collection: string, action: WriteAction) => Promise<boolean>;
  /** Sends a write, whose exchange the screen then shows. */
  write: (draft: Draft) => Promise<Exchange>;
  /** Opens a URL of the explorer. The text is told to the reader there. */
  go: (url: string, options?: { notice?: string; replaces?: boolean }) => void;
  tell: (notice: string, kind?: 'good' | 'bad') => void;
}

export function entryOf({ entries }: Session, name: string): CollectionEntry | undefined {
  return entries.find((entry) => entry.name === name);
}
