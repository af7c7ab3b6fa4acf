import type { CollectionEntry } from '../../../lib/documents/collection-entry.ts';
import type { JsonObject } from '../json.ts';
import { DocumentCells } from './DocumentCells.tsx';

interface Props {
  /** What the table shows, for screen readers. */
  caption: string;
  columns: readonly string[];
  documents: readonly JsonObject[];
  entry: CollectionEntry;
  class?: string;
}

/** A few documents of a collection, without a way to sort or choose them: `DocumentTable` has both. */
export function BriefTable({ caption, columns, documents, entry, class: className }: Props) {
  return (
    <table class={className}>
      <caption class="hidden">{caption}</caption>
      <thead>
        <tr>
          {columns.map((column) => (
            <th key={column} scope="col">
              {column}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {documents.map((document) => (
          <tr key={String(document['id'])}>
            <DocumentCells document={document} columns={columns} entry={entry} />
          </tr>
        ))}
      </tbody>
    </table>
  );
}
