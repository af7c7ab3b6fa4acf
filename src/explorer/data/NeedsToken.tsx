import type { CollectionEntry } from '../../lib/documents/collection-entry.ts';
import type { WriteAction } from './session.ts';

/** Marks a button whose action asks for a token first. */
export function NeedsToken({ entry, action }: { entry: CollectionEntry; action: WriteAction }) {
  if (entry.actions.includes(action)) return null;
  return (
    <>
      <svg class="needs-token" viewBox="0 0 20 20" aria-hidden="true">
        <circle cx="6.5" cy="10" r="3.5" />
        <path d="M10 10h7.5M14 10v3M17.5 10v2.5" />
      </svg>
      <span class="hidden"> (needs a token)</span>
    </>
  );
}
