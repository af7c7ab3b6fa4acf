import type { CollectionEntry } from '../../../lib/documents/collection-entry.ts';
import { ScrollRegion } from '../../ui/ScrollRegion.tsx';
import type { FieldSchema } from '../form/field-schema.ts';
import type { JsonObject } from '../json.ts';
import { kindOfField } from './columns.ts';
import { DocumentCells } from './DocumentCells.tsx';
import { directionOf, sortedBy } from './list-query.ts';

interface Props {
  entry: CollectionEntry;
  schema: FieldSchema;
  documents: readonly JsonObject[];
  columns: readonly string[];
  query: URLSearchParams;
  show: (query: URLSearchParams) => void;
  selection: { chosen: ReadonlySet<string>; choose: (ids: ReadonlySet<string>) => void };
}

const ARROWS = { ascending: '↑', descending: '↓', none: '↕' };

/** The documents of a page, one per row, with a box to choose each. A header sorts by its column. */
export function DocumentTable({ entry, schema, documents, columns, query, show, selection }: Props) {
  const { chosen, choose } = selection;
  const ids = documents.map(({ id }) => String(id));
  const hasIds = documents.every(({ id }) => id !== undefined);
  const toggle = (id: string, isChosen: boolean) => {
    const others = [...chosen].filter((other) => other !== id);
    choose(new Set(isChosen ? [...others, id] : others));
  };
  return (
    <ScrollRegion class="table-scroll" label={`Documents of ${entry.name}`}>
      <table class="documents">
        <caption class="hidden">Documents of {entry.name}. A button in a header sorts by its column.</caption>
        <thead>
          <tr>
            {hasIds && (
              <td class="pick">
                <label>
                  <input
                    type="checkbox"
                    aria-label="Choose all rows"
                    checked={ids.every((id) => chosen.has(id))}
                    onChange={({ currentTarget }) => choose(new Set(currentTarget.checked ? ids : []))}
                  />
                </label>
              </td>
            )}
            {columns.map((field) => {
              const direction = directionOf(query, field);
              return (
                <th key={field} scope="col" aria-sort={direction} data-kind={kindOfField(schema, field)}>
                  <button type="button" onClick={() => show(sortedBy(query, field))}>
                    {field} <span aria-hidden="true">{ARROWS[direction]}</span>
                  </button>
                </th>
              );
            })}
          </tr>
        </thead>
        <tbody>
          {documents.map((document, row) => {
            const id = ids[row] ?? '';
            return (
              <tr key={hasIds ? id : row} data-chosen={chosen.has(id)}>
                {hasIds && (
                  <td class="pick">
                    <label>
                      <input
                        type="checkbox"
                        aria-label={`Choose ${id}`}
                        checked={chosen.has(id)}
                        onChange={({ currentTarget }) => toggle(id, currentTarget.checked)}
                      />
                    </label>
                  </td>
                )}
                <DocumentCells
                  document={document}
                  columns={columns}
                  entry={entry}
                  kindOf={(field) => kindOfField(schema, field)}
                />
              </tr>
            );
          })}
        </tbody>
      </table>
    </ScrollRegion>
  );
}
