import type { CollectionEntry } from '../../lib/documents/collection-entry.ts';
import { plural } from '../ui/format.ts';
import { documentOf, documentsOf, schemaOf, successOf } from './answers.ts';
import type { FieldSchema } from './form/field-schema.ts';
import { BriefTable } from './list/BriefTable.tsx';
import { columnsOf, knownFields } from './list/columns.ts';
import { overviewFields, permissionText } from './overview-field.ts';
import { listUrl } from './place.ts';
import { useExchange } from './use-exchange.ts';

/** Documents of a collection that the overview shows. */
const SHOWN = 3;
/** Columns that the width of a card holds. */
const COLUMNS = 3;

const NO_QUERY = new URLSearchParams();

interface Props {
  name: string;
  /** The schema, where the page has it. */
  schema: FieldSchema | null;
  entry?: CollectionEntry | undefined;
}

/** A collection of the overview: its total, its fields, its first documents, and what the caller may do. */
export function CollectionCard({ name, schema: own, entry }: Props) {
  const read = useExchange(own === null && entry !== undefined ? new URL(entry.schema).pathname : null);
  const schema = own ?? schemaOf(read.exchange);
  return (
    <li class="panel collection">
      <h2>
        <a href={listUrl(name)}>{name}</a>
      </h2>
      <p class="collection-total">{entry === undefined ? '' : totalText(entry)}</p>
      <ul class="collection-fields" aria-label={`Fields of ${name}`}>
        {overviewFields(schema, entry).map((field) => (
          <li key={field.name} data-indexed={field.isIndexed}>
            {field.name}
            {field.refersTo !== null && <span> → {field.refersTo}</span>}
            {field.isIndexed && <span class="hidden"> (indexed)</span>}
          </li>
        ))}
      </ul>
      <div class="collection-documents">
        {entry !== undefined && entry.total > 0 && <FirstDocuments entry={entry} schema={schema} />}
        {entry?.total === 0 && <p class="quiet">No document yet.</p>}
      </div>
      <p class="collection-facts quiet">{entry === undefined ? '' : permissionText(entry)}</p>
    </li>
  );
}

function FirstDocuments({ entry, schema }: { entry: CollectionEntry; schema: FieldSchema }) {
  const { name, relations, singleton } = entry;
  const expand = relations.parents.map((parent) => parent.expand).join();
  const list = `/api/${name}?_limit=${SHOWN}${expand && `&_expand=${expand}`}`;
  const { exchange } = useExchange(singleton ? `/api/${name}` : list);
  const received = successOf(exchange);
  const only = singleton ? documentOf(received) : null;
  const documents = only === null ? documentsOf(received) : [only];
  if (documents.length === 0) return null;
  const columns = columnsOf(knownFields(schema, documents, entry), NO_QUERY, schema, entry)
    .filter((field) => !(singleton && field === 'id'))
    .slice(0, COLUMNS);
  return (
    <BriefTable
      caption={`The first documents of ${name}`}
      columns={columns}
      documents={documents}
      entry={entry}
    />
  );
}

function totalText({ singleton, total }: CollectionEntry): string {
  if (singleton) return total === 0 ? 'no document yet' : 'one document';
  return plural(total, 'document');
}
