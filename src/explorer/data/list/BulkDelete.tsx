import { useState } from 'preact/hooks';
import type { CollectionEntry } from '../../../lib/documents/collection-entry.ts';
import type { Exchange } from '../../request/exchange.ts';
import { plural } from '../../ui/format.ts';
import { successOf } from '../answers.ts';
import { ConfirmDialog } from '../ConfirmDialog.tsx';
import { FailurePanel } from '../FailurePanel.tsx';
import { NeedsToken } from '../NeedsToken.tsx';
import type { Session } from '../session.ts';

interface Props {
  entry: CollectionEntry;
  session: Session;
  ids: ReadonlySet<string>;
  /** The documents are deleted. */
  done: () => void;
}

/** Deletes the chosen documents with one request: all or none. */
export function BulkDelete({ entry, session, ids, done }: Props) {
  const [isAsking, setAsking] = useState(false);
  const [failed, setFailed] = useState<Exchange | null>(null);
  if (ids.size === 0) return null;
  const what = plural(ids.size, 'document');
  const remove = async () => {
    const query = new URLSearchParams([...ids].map((id) => ['id', id]));
    const exchange = await session.write({ method: 'DELETE', path: `/api/${entry.name}?${query}` });
    setFailed(exchange);
    return successOf(exchange) !== null;
  };
  return (
    <span class="bulk">
      <button
        type="button"
        class="button small danger"
        onClick={async () => {
          setFailed(null);
          if (await session.permit(entry.name, 'delete')) setAsking(true);
        }}
      >
        Delete {what} <NeedsToken entry={entry} action="delete" />
      </button>
      {isAsking && (
        <ConfirmDialog
          title={`Delete ${what}?`}
          action={`Delete ${what}`}
          confirm={remove}
          done={() => {
            session.tell(`Deleted ${what} of ${entry.name}.`);
            done();
          }}
          cancel={() => setAsking(false)}
        >
          <p>
            No id is ever used again, and documents that refer to these stay. One request deletes all of
            these, or none: {[...ids].slice(0, 20).join(', ')}
            {ids.size > 20 && ' …'}
          </p>
          {failed !== null && successOf(failed) === null && <FailurePanel exchange={failed} />}
        </ConfirmDialog>
      )}
    </span>
  );
}
