import { useState } from 'preact/hooks';
import type { CollectionEntry } from '../../../lib/documents/collection-entry.ts';
import { RequestStrip } from '../../request/RequestStrip.tsx';
import { formatCount } from '../../ui/format.ts';
import { ScrollRegion } from '../../ui/ScrollRegion.tsx';
import { documentsOf, successOf, totalOf } from '../answers.ts';
import { FailurePanel } from '../FailurePanel.tsx';
import { BriefTable } from '../list/BriefTable.tsx';
import { columnsOf, knownFields } from '../list/columns.ts';
import { documentPath, listUrl } from '../place.ts';
import { entryOf, type Session } from '../session.ts';
import { Tabs } from '../Tabs.tsx';
import { useExchange } from '../use-exchange.ts';

interface Props {
  collection: string;
  id: string;
  relations: CollectionEntry['relations']['children'];
  session: Session;
}

/** The documents that refer to this one, by their collections. */
export function Children({ collection, id, relations, session }: Props) {
  const [current, setCurrent] = useState(relations[0]?.collection ?? '');
  const relation = relations.find((one) => one.collection === current);
  const tabs = relations.map(({ collection: name }) => ({ name, label: name }));
  return (
    <section class="children" aria-labelledby="children">
      <h2 id="children">Documents that refer to this one</h2>
      <Tabs label="Collections that refer to this document" tabs={tabs} current={current} open={setCurrent}>
        {relation && (
          <ChildList
            key={current}
            path={`${documentPath(collection, id)}/${encodeURIComponent(current)}?_page=1&_limit=5`}
            all={listUrl(current, new URLSearchParams({ [relation.field]: id }))}
            entry={entryOf(session, current)}
          />
        )}
      </Tabs>
    </section>
  );
}

function ChildList({ path, all, entry }: { path: string; all: string; entry: CollectionEntry | undefined }) {
  const { exchange, reload } = useExchange(path);
  if (exchange === null || entry === undefined) return <p class="quiet">Reading…</p>;
  const received = successOf(exchange);
  if (received === null) return <FailurePanel exchange={exchange} retry={reload} />;
  const documents = documentsOf(received);
  const columns = columnsOf(knownFields({}, documents, entry), new URLSearchParams(), {}, entry).slice(0, 4);
  const total = totalOf(received);
  return (
    <>
      {documents.length === 0 ? (
        <p>None.</p>
      ) : (
        <ScrollRegion class="table-scroll" label={entry.name}>
          <BriefTable
            class="documents"
            caption={`Documents of ${entry.name} that refer to this one`}
            columns={columns}
            documents={documents}
            entry={entry}
          />
        </ScrollRegion>
      )}
      {total !== null && total.count > 0 && (
        <p>
          <a href={all}>
            All {formatCount(total.count)} in {entry.name}
          </a>
        </p>
      )}
      <RequestStrip exchange={exchange} label={`The request behind ${entry.name}`} />
    </>
  );
}
