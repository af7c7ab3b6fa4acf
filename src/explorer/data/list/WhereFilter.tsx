import { useId } from 'preact/hooks';

interface Props {
  /** The JSON, as it was typed. */
  text: string;
  /** Why it cannot be sent; empty while it can. */
  error: string;
  change: (text: string) => void;
  remove: () => void;
}

/** The filter `_where`: JSON with `and` and `or`, which no row of fields can say. */
export function WhereFilter({ text, error, change, remove }: Props) {
  const id = useId();
  return (
    <fieldset class="where-filter">
      <legend>_where</legend>
      <textarea
        aria-label="JSON of _where"
        aria-invalid={error !== ''}
        aria-describedby={`${id}hint ${id}error`}
        rows={Math.min(text.split('\n').length + 1, 12)}
        spellcheck={false}
        autocapitalize="none"
        value={text}
        onInput={({ currentTarget }) => change(currentTarget.value)}
      />
      <button type="button" class="button small" onClick={remove}>
        Remove<span class="hidden"> _where</span>
      </button>
      <p class="hint" id={`${id}hint`}>
        A JSON object such as <code>{'{"or":[{"name":"Ada"},{"name":{"startsWith":"G"}}]}'}</code>.
      </p>
      <p class="error" id={`${id}error`} role="alert">
        {error}
      </p>
    </fieldset>
  );
}
