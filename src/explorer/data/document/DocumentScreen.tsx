import { useEffect, useRef, useState } from 'preact/hooks';
import type { CollectionEntry } from '../../../lib/documents/collection-entry.ts';
import { type Received, receivedOf } from '../../request/exchange.ts';
import { RequestStrip } from '../../request/RequestStrip.tsx';
import { documentOf, schemaOf, successOf } from '../answers.ts';
import { FailurePanel } from '../FailurePanel.tsx';
import { EditDocument } from '../form/EditDocument.tsx';
import type { Version } from '../form/save-draft.ts';
import { labelOf } from '../label.ts';
import { NeedsToken } from '../NeedsToken.tsx';
import { copyUrl, documentPath, documentUrl, listUrl } from '../place.ts';
import type { Session } from '../session.ts';
import { useExchange } from '../use-exchange.ts';
import { Children } from './Children.tsx';
import { DeleteDocument } from './DeleteDocument.tsx';
import { DocumentView } from './DocumentView.tsx';

interface Props {
  entry: CollectionEntry;
  session: Session;
  /** `null` for the document of a singleton. */
  id: string | null;
  isEditing: boolean;
}

/** A document: its fields, what refers to it and what it refers to, and the ways to change it. */
export function DocumentScreen({ entry, session, id, isEditing }: Props) {
  const { name, relations } = entry;
  const path = documentPath(name, id);
  const own = id === null ? listUrl(name) : documentUrl(name, id);
  const read = useExchange(path);
  const schemaRead = useExchange(new URL(entry.schema).pathname);
  const [deleted, setDeleted] = useState(false);
  /** What was saved here, until it is read again. */
  const [saved, setSaved] = useState<Received | null>(null);
  const title = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (session.isMoved) title.current?.focus();
  }, [isEditing]);

  const received = (read.isLoading ? saved : null) ?? successOf(read.exchange);
  const document = documentOf(received);
  const etag = received?.headers.get('etag') ?? null;
  const known = useRef<Version | null>(null);
  if (document !== null) known.current = { document, etag };
  const isMissing = read.exchange !== null && receivedOf(read.exchange)?.status === 404;
  const isAbsentSingleton = id === null && isMissing;
  const edit = async () => {
    if (await session.permit(name, 'update')) session.go(`${own}#edit`);
  };
  const finish = (notice: string, stored: Received | null) => {
    setSaved(stored);
    session.go(own, { notice, replaces: true });
    read.reload();
  };

  return (
    <>
      <nav class="trail" aria-label="Breadcrumb">
        <a href="/data">Data</a>
        {id !== null && (
          <>
            <span aria-hidden="true">/</span>
            <a href={listUrl(name)}>{name}</a>
          </>
        )}
      </nav>
      <div class="screen-head">
        <div>
          <h1 tabIndex={-1} ref={title}>
            {id === null ? name : (document && labelOf(document)) || `${name}/${id}`}
          </h1>
          <p class="own-path">{path}</p>
        </div>
        {document !== null && !isEditing && (
          <div class="screen-actions">
            <button type="button" class="button primary" onClick={edit}>
              Edit <NeedsToken entry={entry} action="update" />
            </button>
            {id !== null && (
              <>
                <button
                  type="button"
                  class="button"
                  onClick={async () => {
                    if (await session.permit(name, 'create')) session.go(copyUrl(name, id));
                  }}
                >
                  Duplicate <NeedsToken entry={entry} action="create" />
                </button>
                <DeleteDocument
                  entry={entry}
                  session={session}
                  id={id}
                  etag={etag}
                  done={() => {
                    setDeleted(true);
                    session.go(listUrl(name), { notice: `Deleted ${name}/${id}.`, replaces: true });
                  }}
                />
              </>
            )}
          </div>
        )}
      </div>
      {read.exchange !== null && document === null && !deleted && (
        <>
          <FailurePanel exchange={read.exchange} {...(!isMissing && { retry: read.reload })} />
          {isMissing && id !== null && (
            <p>
              <a href={listUrl(name)}>All documents of {name}</a>
            </p>
          )}
          {isAbsentSingleton && !isEditing && (
            <button type="button" class="button primary" onClick={edit}>
              Create the document
            </button>
          )}
        </>
      )}
      {schemaRead.exchange !== null && isEditing && (known.current !== null || isAbsentSingleton) && (
        <EditDocument
          path={path}
          entry={entry}
          session={session}
          schema={schemaOf(schemaRead.exchange)}
          read={known.current ?? { document: {}, etag: null }}
          done={finish}
          cancel={() => session.go(own)}
        />
      )}
      {document !== null && received !== null && !isEditing && (
        <>
          <DocumentView entry={entry} document={document} headers={received.headers} />
          {id !== null && relations.children.length > 0 && (
            <Children id={id} collection={name} relations={relations.children} session={session} />
          )}
        </>
      )}
      {read.exchange !== null && <RequestStrip exchange={read.exchange} />}
    </>
  );
}
