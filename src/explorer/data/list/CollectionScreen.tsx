import { useEffect, useRef, useState } from 'preact/hooks';
import type { CollectionEntry } from '../../../lib/documents/collection-entry.ts';
import { databaseCost } from '../../request/exchange.ts';
import { RequestStrip } from '../../request/RequestStrip.tsx';
import { documentsOf, schemaOf, successOf } from '../answers.ts';
import { FailurePanel } from '../FailurePanel.tsx';
import { NeedsToken } from '../NeedsToken.tsx';
import { listUrl } from '../place.ts';
import type { Session } from '../session.ts';
import { useExchange } from '../use-exchange.ts';
import { BulkDelete } from './BulkDelete.tsx';
import { ColumnChooser } from './ColumnChooser.tsx';
import { columnsOf, knownFields } from './columns.ts';
import { missingIndex } from './cost-hint.ts';
import { DocumentTable } from './DocumentTable.tsx';
import { Exports } from './Exports.tsx';
import { FilterForm } from './FilterForm.tsx';
import { isFiltered, listPath, withParameter } from './list-query.ts';
import { NothingFound } from './NothingFound.tsx';
import { Pager } from './Pager.tsx';
import { ResultCount } from './ResultCount.tsx';
import { SearchBox } from './SearchBox.tsx';

interface Props {
  entry: CollectionEntry;
  session: Session;
  query: URLSearchParams;
}

/** A collection as a table: found, filtered, sorted and paged by the parameters of the API in the URL. */
export function CollectionScreen({ entry, session, query }: Props) {
  const { name, relations } = entry;
  const path = listPath(name, query, { expand: relations.parents.map(({ expand }) => expand) });
  const list = useExchange(path);
  const schemaRead = useExchange(new URL(entry.schema).pathname);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const results = useRef<HTMLHeadingElement>(null);
  const title = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (session.isMoved) title.current?.focus();
  }, []);

  const schema = schemaOf(schemaRead.exchange);
  const received = successOf(list.exchange);
  const documents = documentsOf(received);
  const fields = knownFields(schema, documents, entry);
  const columns = columnsOf(fields, query, schema, entry);
  const isReady = list.exchange !== null && schemaRead.exchange !== null;
  const cost = received && databaseCost(received.headers);
  const hint = cost && missingIndex(query, entry, { rowsRead: cost.rowsRead, shown: documents.length });

  const show = (next: URLSearchParams, { movesFocus = false } = {}) => {
    setChosen(new Set());
    session.go(listUrl(name, next));
    if (movesFocus) results.current?.focus();
  };
  const startNew = async () => {
    if (await session.permit(name, 'create')) session.go(`${listUrl(name, query)}#new`);
  };

  return (
    <>
      <nav class="trail" aria-label="Breadcrumb">
        <a href="/data">Data</a>
      </nav>
      <div class="screen-head">
        <h1 tabIndex={-1} ref={title}>
          {name}
        </h1>
        <button type="button" class="button primary" onClick={startNew}>
          New document <NeedsToken entry={entry} action="create" />
        </button>
      </div>
      <div class="finders">
        {entry.search && (
          <SearchBox text={query.get('q') ?? ''} search={(text) => show(withParameter(query, 'q', text))} />
        )}
        {/* Without the schema it only keeps its room. */}
        <div class="filters-room" data-ready={schemaRead.exchange !== null}>
          <FilterForm
            key={String(schemaRead.exchange !== null)}
            entry={entry}
            schema={schema}
            query={query}
            apply={(next) => show(next)}
          />
        </div>
      </div>
      <div class="results-head">
        <h2 tabIndex={-1} ref={results} class="results-title">
          <ResultCount received={received} shown={documents.length} isLoading={list.isLoading} />
        </h2>
        <BulkDelete
          entry={entry}
          session={session}
          ids={chosen}
          done={() => {
            setChosen(new Set());
            list.reload();
            results.current?.focus();
          }}
        />
        <ColumnChooser
          fields={fields}
          columns={columns}
          choose={(chosenColumns) => show(withParameter(query, '_fields', chosenColumns.join()))}
        />
        <Exports collection={name} query={query} tell={session.tell} />
      </div>
      <div class="results" aria-busy={list.isLoading}>
        {list.exchange !== null && received === null && (
          <>
            <FailurePanel exchange={list.exchange} retry={list.reload} />
            <p>
              <a href={listUrl(name)}>All documents of {name}</a>
            </p>
          </>
        )}
        {isReady && received !== null && documents.length === 0 && (
          <NothingFound
            isFiltered={isFiltered(query)}
            clear={() => show(new URLSearchParams())}
            create={startNew}
          />
        )}
        {isReady && documents.length > 0 && (
          <DocumentTable
            entry={entry}
            schema={schema}
            documents={documents}
            columns={columns}
            query={query}
            show={show}
            selection={{ chosen, choose: setChosen }}
          />
        )}
      </div>
      {isReady && received !== null && (
        <Pager received={received} query={query} show={(next) => show(next, { movesFocus: true })} />
      )}
      {hint !== null && cost && (
        <p class="panel hint-panel">
          This list reads {cost.rowsRead.toLocaleString('en')} rows for {documents.length} documents. An index
          makes it cheaper: <code>{hint}</code> in <code>src/collections.ts</code>.
        </p>
      )}
      {isReady && list.exchange !== null && <RequestStrip exchange={list.exchange} />}
    </>
  );
}
