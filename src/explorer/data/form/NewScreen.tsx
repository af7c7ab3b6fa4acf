import { useEffect, useRef, useState } from 'preact/hooks';
import type { CollectionEntry } from '../../../lib/documents/collection-entry.ts';
import { type Exchange, receivedOf } from '../../request/exchange.ts';
import { RequestStrip } from '../../request/RequestStrip.tsx';
import { documentOf, schemaOf, successOf } from '../answers.ts';
import { FailurePanel } from '../FailurePanel.tsx';
import type { JsonObject } from '../json.ts';
import { documentPath, documentUrl, listUrl } from '../place.ts';
import type { Session } from '../session.ts';
import { useExchange } from '../use-exchange.ts';
import { DocumentForm } from './DocumentForm.tsx';
import { withValue } from './three-way.ts';
import { violationsOf } from './violations.ts';

interface Props {
  entry: CollectionEntry;
  session: Session;
  /** The id of the document that the new one begins as. */
  copyOf: string | null;
}

/** Creates a document, once: an attempt that is repeated with the same body has the same Idempotency-Key. */
export function NewScreen({ entry, session, copyOf }: Props) {
  const { name } = entry;
  const schemaRead = useExchange(new URL(entry.schema).pathname);
  const original = useExchange(copyOf === null ? null : documentPath(name, copyOf));
  const [failed, setFailed] = useState<Exchange | null>(null);
  const attempt = useRef({ body: '', key: '' });
  const title = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (session.isMoved) title.current?.focus();
  }, []);

  const copied = documentOf(successOf(original.exchange));
  const start = copyOf === null ? {} : copied && withValue(copied, ['id'], undefined);

  const create = async (document: JsonObject) => {
    if (!(await session.permit(name, 'create'))) return;
    const body = JSON.stringify(document);
    if (attempt.current.body !== body) attempt.current = { body, key: crypto.randomUUID() };
    const exchange = await session.write({
      method: 'POST',
      path: `/api/${name}`,
      headers: { 'Content-Type': 'application/json', 'Idempotency-Key': attempt.current.key },
      body,
    });
    const created = documentOf(successOf(exchange));
    if (created === null) return setFailed(exchange);
    const id = String(created['id']);
    session.go(documentUrl(name, id), { notice: `Created ${name}/${id}.`, replaces: true });
  };

  return (
    <>
      <nav class="trail" aria-label="Breadcrumb">
        <a href="/data">Data</a> <span aria-hidden="true">/</span> <a href={listUrl(name)}>{name}</a>
      </nav>
      <h1 tabIndex={-1} ref={title}>
        {copyOf === null ? `New in ${name}` : `Copy of ${name}/${copyOf}`}
      </h1>
      {failed !== null && <FailurePanel exchange={failed} />}
      {original.exchange !== null && copied === null && (
        <FailurePanel exchange={original.exchange} retry={original.reload} />
      )}
      {schemaRead.exchange !== null && start !== null && (
        <DocumentForm
          schema={schemaOf(schemaRead.exchange)}
          start={start}
          isNew
          violations={violationsOf(failed && receivedOf(failed))}
          action="Create"
          submit={create}
          cancel={() => session.go(listUrl(name, location.search.slice(1)))}
        />
      )}
      {schemaRead.exchange !== null && <RequestStrip exchange={original.exchange ?? schemaRead.exchange} />}
    </>
  );
}
