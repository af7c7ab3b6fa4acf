import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { readObject } from '../document/read-object.ts';
import { isEqual, type JsonObject } from '../json.ts';
import { Tabs } from '../Tabs.tsx';
import { useUnsaved } from '../unsaved.ts';
import { FieldInput } from './FieldInput.tsx';
import type { FieldSchema } from './field-schema.ts';
import { fieldGroups, pointerOf } from './form-fields.ts';
import { documentOf, type FormResult, formValues } from './form-values.ts';
import { JsonEditor } from './JsonEditor.tsx';
import { placed, type Violation } from './violations.ts';

interface Props {
  schema: FieldSchema;
  /** The document that the form begins with. */
  start: JsonObject;
  /** Whether an id can be chosen. */
  isNew: boolean;
  /** Why the server refused the last attempt. */
  violations: readonly Violation[];
  action: string;
  /** @param isWhole whether the document was written as JSON */
  submit: (document: JsonObject, isWhole: boolean) => Promise<void>;
  cancel: () => void;
}

const TABS = [
  { name: 'form', label: 'Form' },
  { name: 'json', label: 'JSON' },
];

/** A document as inputs that the schema names, or as JSON. Both show the same draft. */
export function DocumentForm({ schema, start, isNew, violations, action, submit, cancel }: Props) {
  const [tab, setTab] = useState('form');
  const [draft, setDraft] = useState(start);
  const begun = useRef(start);
  const groups = useMemo(() => fieldGroups(schema, draft, { hasId: isNew }), [schema, draft, isNew]);
  const fields = groups.flatMap((group) => group.fields);
  const [values, setValues] = useState(() => formValues(fields, start));
  const [text, setText] = useState('');
  const [errors, setErrors] = useState<FormResult['errors']>({});
  const [jsonError, setJsonError] = useState('');
  const [isBusy, setBusy] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  /** What the tab showed first. */
  const [shown, setShown] = useState({ values, text });
  const isTyped = tab === 'form' ? !isEqual(values, shown.values) : text !== shown.text;
  useUnsaved(isTyped || !isEqual(draft, begun.current));

  const pointers = fields.map(({ path }) => pointerOf(path));
  const { byField, others } = placed(violations, pointers);
  const listed = tab === 'json' ? violations : others;
  const invalid = JSON.stringify([errors, violations]);

  useEffect(() => {
    form.current?.querySelector<HTMLElement>('[aria-invalid="true"], .violations')?.focus();
  }, [invalid]);

  /** The document as it is now, or `null` after a message that says why there is none. */
  const current = (): JsonObject | null => {
    if (tab === 'form') {
      const result = documentOf(fields, values, draft);
      setErrors(result.errors);
      return Object.keys(result.errors).length === 0 ? result.document : null;
    }
    const read = readObject(text);
    setJsonError('error' in read ? read.error : '');
    return 'error' in read ? null : read.object;
  };
  const open = (name: string) => {
    const document = name === tab ? null : current();
    if (document === null) return;
    const next = {
      text: JSON.stringify(document, null, 2),
      values: formValues(
        fieldGroups(schema, document, { hasId: isNew }).flatMap((group) => group.fields),
        document,
      ),
    };
    setDraft(document);
    setText(next.text);
    setValues(next.values);
    setShown(next);
    setTab(name);
  };
  const send = async (event: SubmitEvent) => {
    event.preventDefault();
    const document = current();
    if (document === null) return;
    setBusy(true);
    await submit(document, tab === 'json');
    setBusy(false);
  };

  return (
    <form ref={form} class="document-form" onSubmit={send} noValidate>
      <Tabs label="How to write the document" tabs={TABS} current={tab} open={open}>
        {listed.length > 0 && (
          <ul class="violations" tabIndex={-1} aria-label="What the server refuses">
            {listed.map(({ pointer, message }) => (
              <li key={pointer}>
                <code>{pointer || 'the document'}</code> {message}
              </li>
            ))}
          </ul>
        )}
        {tab === 'form' ? (
          groups.map(({ name, fields: own }) => (
            <Group key={name ?? ''} name={name}>
              {own.map((field) => {
                const pointer = pointerOf(field.path);
                return (
                  <FieldInput
                    key={pointer}
                    field={field}
                    text={values[pointer] ?? ''}
                    error={errors[pointer] ?? byField[pointer]}
                    change={(changed) => setValues((before) => ({ ...before, [pointer]: changed }))}
                  />
                );
              })}
            </Group>
          ))
        ) : (
          <JsonEditor text={text} change={setText} error={jsonError} />
        )}
      </Tabs>
      <p class="form-actions">
        <button type="submit" class="button primary" aria-disabled={isBusy}>
          {action}
        </button>
        <button type="button" class="button" onClick={cancel}>
          Cancel
        </button>
      </p>
    </form>
  );
}

function Group({ name, children }: { name: string | null; children: preact.ComponentChildren }) {
  if (name === null) return <div class="fields">{children}</div>;
  return (
    <fieldset class="fields">
      <legend>{name}</legend>
      {children}
    </fieldset>
  );
}
