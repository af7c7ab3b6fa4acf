import { Popover } from '../Popover.tsx';

interface Props {
  fields: readonly string[];
  columns: readonly string[];
  /** An empty list chooses the usual columns. */
  choose: (columns: readonly string[]) => void;
}

/** Chooses the columns (`_fields`). */
export function ColumnChooser({ fields, columns, choose }: Props) {
  return (
    <Popover label="Columns">
      <fieldset class="choices">
        <legend>Columns</legend>
        {[...new Set([...fields, ...columns])].map((field) => (
          <label key={field}>
            <input
              type="checkbox"
              checked={columns.includes(field)}
              disabled={field === 'id' && columns.includes('id')}
              onChange={({ currentTarget }) => {
                const others = columns.filter((column) => column !== field);
                choose(currentTarget.checked ? [...others, field] : others);
              }}
            />
            {field}
          </label>
        ))}
        <button type="button" class="button small" onClick={() => choose([])}>
          Usual columns
        </button>
      </fieldset>
    </Popover>
  );
}
