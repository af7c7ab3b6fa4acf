import { useState } from 'preact/hooks';
import type { CollectionEntry } from '../../../lib/documents/collection-entry.ts';
import type { Exchange } from '../../request/exchange.ts';
import { successOf } from '../answers.ts';
import { ConfirmDialog } from '../ConfirmDialog.tsx';
import { FailurePanel } from '../FailurePanel.tsx';
import { NeedsToken } from '../NeedsToken.tsx';
import { documentPath } from '../place.ts';
import type { Session } from '../session.ts';

interface Props {
  entry: CollectionEntry;
  session: Session;
  id: string;
  etag: string | null;
  done: () => void;
}

/** Deletes the document, if it still is the version that is shown. */
export function DeleteDocument({ entry, session, id, etag, done }: Props) {
  const [isAsking, setAsking] = useState(false);
  const [failed, setFailed] = useState<Exchange | null>(null);
  const remove = async () => {
    const exchange = await session.write({
      method: 'DELETE',
      path: documentPath(entry.name, id),
      ...(etag !== null && { headers: { 'If-Match': etag } }),
    });
    setFailed(exchange);
    return successOf(exchange) !== null;
  };
  return (
    <>
      <button
        type="button"
        class="button danger"
        onClick={async () => {
          setFailed(null);
          if (await session.permit(entry.name, 'delete')) setAsking(true);
        }}
      >
        Delete <NeedsToken entry={entry} action="delete" />
      </button>
      {isAsking && (
        <ConfirmDialog
          title={`Delete ${entry.name}/${id}?`}
          action="Delete"
          confirm={remove}
          done={done}
          cancel={() => setAsking(false)}
        >
          <p>Its id is never used again. Documents that refer to it stay.</p>
          {failed !== null && successOf(failed) === null && <FailurePanel exchange={failed} />}
        </ConfirmDialog>
      )}
    </>
  );
}
