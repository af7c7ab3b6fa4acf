import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';
import { type FormField, pointerOf } from './form-fields.ts';

interface Props {
  field: FormField;
  text: string;
  error: string | undefined;
  change: (text: string) => void;
}

/** Characters from which a text gets several lines. */
const LONG = 80;

/** The label, the input and the message of a field. The server checks the value, so the input refuses nothing. */
export function FieldInput({ field, text, error, change }: Props) {
  const id = useId();
  const { path, isRequired, schema } = field;
  const hint = hintOf(field);
  const described = [hint && `${id}hint`, error && `${id}error`].filter(Boolean).join(' ');
  return (
    <div class="field" data-kind={field.kind}>
      <label for={id}>
        {path.at(-1)} {isRequired && <span class="required">required</span>}
      </label>
      {schema.description !== undefined && <p class="hint">{schema.description}</p>}
      <Control
        field={field}
        text={text}
        change={change}
        attributes={{
          id,
          name: pointerOf(path),
          'aria-required': isRequired,
          'aria-invalid': error !== undefined,
          ...(described !== '' && { 'aria-describedby': described }),
        }}
      />
      {hint !== null && (
        <p class="hint" id={`${id}hint`}>
          {hint}
        </p>
      )}
      <p class="error" id={`${id}error`}>
        {error}
      </p>
    </div>
  );
}

interface ControlProps {
  field: FormField;
  text: string;
  change: (text: string) => void;
  attributes: { id: string; name: string; 'aria-required': boolean; 'aria-invalid': boolean };
}

function Control({ field, text, change, attributes }: ControlProps) {
  const { kind, options, isRequired } = field;
  const onInput = ({ currentTarget }: { currentTarget: { value: string } }) => change(currentTarget.value);
  if (kind === 'boolean' || kind === 'enum') {
    const values = kind === 'boolean' ? ['true', 'false'] : options.map(String);
    return (
      <Select attributes={attributes} text={text} onInput={onInput}>
        {!(isRequired && values.includes(text)) && <option value="">not set</option>}
        {values.map((value) => (
          <option key={value}>{value}</option>
        ))}
      </Select>
    );
  }
  if (kind === 'json' || kind === 'list' || text.length > LONG || text.includes('\n')) {
    const rows = Math.min(Math.max(text.split('\n').length + 1, 3), 12);
    return (
      <textarea {...attributes} rows={rows} value={text} spellcheck={kind === 'text'} onInput={onInput} />
    );
  }
  if (kind === 'date') return <input {...attributes} type="date" value={text} onInput={onInput} />;
  const isNumber = kind === 'number' || kind === 'integer';
  return (
    <input
      {...attributes}
      value={text}
      autocomplete="off"
      inputMode={isNumber ? 'decimal' : undefined}
      onInput={onInput}
    />
  );
}

interface SelectProps {
  attributes: ControlProps['attributes'];
  text: string;
  onInput: (event: { currentTarget: { value: string } }) => void;
  children: ComponentChildren;
}

function Select({ attributes, text, onInput, children }: SelectProps) {
  return (
    <select {...attributes} value={text} onInput={onInput}>
      {children}
    </select>
  );
}

/** What an input takes, where its label does not say it. */
function hintOf({
  kind,
  path,
  schema: { minimum, maximum, minLength, maxLength },
}: FormField): string | null {
  switch (kind) {
    case 'list':
      return 'One per line.';
    case 'json':
      return 'JSON.';
    case 'date-time':
      return 'Example: 2026-11-30T17:00:00Z.';
    case 'id':
      return path.length === 1 && path[0] === 'id'
        ? 'A number or a text. Without it, the document gets the next number.'
        : 'A number, or a text.';
    case 'number':
    case 'integer':
      return bounds(minimum, maximum, 'From', kind === 'integer' ? 'A whole number.' : null);
    case 'text':
      return bounds(minLength, maxLength, 'Characters: from', null);
    default:
      return null;
  }
}

function bounds(least: number | undefined, most: number | undefined, from: string, none: string | null) {
  const isOpen = (bound: number | undefined) =>
    bound === undefined || Math.abs(bound) >= Number.MAX_SAFE_INTEGER;
  if (isOpen(most)) return isOpen(least) || least === 1 || least === 0 ? none : `${from} ${least}.`;
  return isOpen(least) ? `At most ${most}.` : `${from} ${least} to ${most}.`;
}
