import type { CollectionEntry } from '../../../lib/documents/collection-entry.ts';
import type { JsonObject } from '../json.ts';
import { labelField } from '../label.ts';
import { documentUrl } from '../place.ts';
import { Cell } from './Cell.tsx';

interface Props {
  document: JsonObject;
  columns: readonly string[];
  entry: CollectionEntry;
  /** The kind of a column, by which it is aligned. */
  kindOf?: (field: string) => string | undefined;
}

/** The cells of a document in a table. Its id and its name are links to it; the Tab key stops at one of them. */
export function DocumentCells({ document, columns, entry, kindOf = () => undefined }: Props) {
  const id = String(document['id']);
  const named = nameField(document, entry);
  return columns.map((field) =>
    field === 'id' ? (
      <th key={field} scope="row">
        <a href={documentUrl(entry.name, id)}>{id}</a>
      </th>
    ) : (
      <td key={field} data-kind={kindOf(field)}>
        {field === named ? (
          <a class="named" tabIndex={-1} href={documentUrl(entry.name, id)}>
            <Cell document={document} field={field} entry={entry} />
          </a>
        ) : (
          <Cell document={document} field={field} entry={entry} />
        )}
      </td>
    ),
  );
}

/** The field whose text leads to the document, unless it leads elsewhere. The document of a singleton has no id. */
function nameField(document: JsonObject, { relations }: CollectionEntry): string | null {
  const field = labelField(document);
  const isReference = relations.parents.some((parent) => parent.field === field);
  const isAddress = /^(\/|https?:)/.test(String(document[field]));
  return isReference || isAddress || document['id'] === undefined ? null : field;
}
