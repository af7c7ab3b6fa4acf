import { useState } from 'preact/hooks';
import type { CollectionEntry } from '../../../lib/documents/collection-entry.ts';
import { type Exchange, type Received, receivedOf } from '../../request/exchange.ts';
import { sendRequest } from '../../request/send-request.ts';
import { documentOf, successOf } from '../answers.ts';
import { FailurePanel } from '../FailurePanel.tsx';
import type { JsonObject } from '../json.ts';
import type { Session } from '../session.ts';
import { useUnsaved } from '../unsaved.ts';
import { Conflict } from './Conflict.tsx';
import { DocumentForm } from './DocumentForm.tsx';
import type { FieldSchema } from './field-schema.ts';
import { saveDraft, type Version } from './save-draft.ts';
import { violationsOf } from './violations.ts';

interface Props {
  path: string;
  entry: CollectionEntry;
  session: Session;
  schema: FieldSchema;
  /** The version that the form begins with. Later ones are met when it is saved. */
  read: Version;
  /** @param saved the response with the stored document; `null` where nothing was sent */
  done: (notice: string, saved: Received | null) => void;
  cancel: () => void;
}

/** What the reader wrote, and the version that somebody else stored meanwhile. */
interface Met {
  mine: JsonObject;
  theirs: Version;
}

const PRECONDITION_FAILED = 412;

/** Edits a document. A save that meets another version shows both, and loses nothing. */
export function EditDocument({ path, entry, session, schema, read, done, cancel }: Props) {
  const [base, setBase] = useState(read);
  const [start, setStart] = useState({ document: read.document, turn: 0 });
  const [failed, setFailed] = useState<Exchange | null>(null);
  const [met, setMet] = useState<Met | null>(null);
  // The form after a conflict begins with what was typed before.
  useUnsaved(met !== null || start.turn > 0);

  const save = async (from: Version, mine: JsonObject, isWhole: boolean) => {
    const action = from.etag === null ? 'create' : 'update';
    if (!(await session.permit(entry.name, action))) return;
    const draft = saveDraft(path, from, mine, isWhole);
    if (draft === null) return done('Nothing was changed.', null);
    const exchange = await session.write(draft);
    const saved = successOf(exchange);
    if (saved !== null) return done(`Saved ${path.replace('/api/', '')}.`, saved);
    if (receivedOf(exchange)?.status !== PRECONDITION_FAILED) return setFailed(exchange);
    const present = await sendRequest({ method: 'GET', path });
    const received = successOf(present);
    const document = documentOf(received);
    if (received === null || document === null) return setFailed(present);
    setFailed(null);
    setBase(from);
    return setMet({ mine, theirs: { document, etag: received.headers.get('etag') } });
  };
  /** The form again, which then saves over their version. */
  const editAgain = (merged: JsonObject) => {
    if (met !== null) setBase(met.theirs);
    setStart(({ turn }) => ({ document: merged, turn: turn + 1 }));
    setMet(null);
  };

  return (
    <>
      {failed !== null && <FailurePanel exchange={failed} />}
      {met === null ? (
        <DocumentForm
          key={start.turn}
          schema={schema}
          start={start.document}
          isNew={false}
          violations={violationsOf(failed && receivedOf(failed))}
          action="Save"
          submit={(document, isWhole) => save(base, document, isWhole)}
          cancel={cancel}
        />
      ) : (
        <Conflict
          key={met.theirs.etag}
          base={base.document}
          mine={met.mine}
          theirs={met.theirs.document}
          save={(merged) => save(met.theirs, merged, false)}
          editAgain={editAgain}
          cancel={cancel}
        />
      )}
    </>
  );
}
