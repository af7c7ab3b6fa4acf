import type { CollectionEntry } from '../../../lib/documents/collection-entry.ts';
import type { JsonObject } from '../json.ts';
import { documentUrl } from '../place.ts';
import { Cell } from './Cell.tsx';

interface Props {
  document: JsonObject;
  columns: readonly string[];
  entry: CollectionEntry;
  /** The kind of a column, by which it is aligned. */
  kindOf?: (field: string) => string | undefined;
}

/** The cells of a document in a table, whose id is a link to the document. */
export function DocumentCells({ document, columns, entry, kindOf = () => undefined }: Props) {
  const id = String(document['id']);
  return columns.map((field) =>
    field === 'id' ? (
      <th key={field} scope="row">
        <a href={documentUrl(entry.name, id)}>{id}</a>
      </th>
    ) : (
      <td key={field} data-kind={kindOf(field)}>
        <Cell document={document} field={field} entry={entry} />
      </td>
    ),
  );
}
