import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { Json, JsonObject } from '../json.ts';
import { Value } from '../list/Cell.tsx';
import { pointerOf } from './form-fields.ts';
import { type Choice, type Difference, differencesOf, firstChoice, resolved } from './three-way.ts';

interface Props {
  base: JsonObject;
  mine: JsonObject;
  theirs: JsonObject;
  save: (merged: JsonObject) => Promise<void>;
  editAgain: (merged: JsonObject) => void;
  cancel: () => void;
}

/** Two versions of a document side by side, with what both began as, and a choice for each field that differs. */
export function Conflict({ base, mine, theirs, save, editAgain, cancel }: Props) {
  const differences = useMemo(() => differencesOf(base, mine, theirs), [base, mine, theirs]);
  const [choices, setChoices] = useState<Readonly<Record<string, Choice>>>({});
  const [isBusy, setBusy] = useState(false);
  const title = useRef<HTMLHeadingElement>(null);
  useEffect(() => title.current?.focus(), []);

  const choiceOf = (difference: Difference) => choices[pointerOf(difference.path)] ?? firstChoice(difference);
  const merged = resolved(theirs, differences, choiceOf);
  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    setBusy(true);
    await save(merged);
    setBusy(false);
  };
  const both = differences.filter(({ changedBy }) => changedBy === 'both').length;
  return (
    <form class="conflict panel" onSubmit={submit}>
      <h2 tabIndex={-1} ref={title}>
        Somebody else changed this document
      </h2>
      <p role="status">
        Nothing is lost.{' '}
        {differences.length === 0 ? 'Both versions are equal now.' : 'Choose a value for each field.'}{' '}
        {both > 0 && `Fields that both of you changed: ${both}.`}
      </p>
      {differences.length > 0 && (
        <div class="conflict-rows">
          {differences.map((difference) => (
            <Row
              key={pointerOf(difference.path)}
              difference={difference}
              choice={choiceOf(difference)}
              choose={(choice) => setChoices({ ...choices, [pointerOf(difference.path)]: choice })}
            />
          ))}
        </div>
      )}
      <p class="form-actions">
        <button type="submit" class="button primary" aria-disabled={isBusy}>
          Save the chosen values
        </button>
        <button type="button" class="button" onClick={() => editAgain(merged)}>
          Back to the form
        </button>
        <button type="button" class="button" onClick={cancel}>
          Drop my changes
        </button>
      </p>
    </form>
  );
}

const CHANGED_BY = { me: 'changed by you', them: 'changed by them', both: 'changed by both' };

interface RowProps {
  difference: Difference;
  choice: Choice;
  choose: (choice: Choice) => void;
}

function Row({ difference, choice, choose }: RowProps) {
  const { path, base, mine, theirs, changedBy } = difference;
  const field = path.join('.');
  const option = (name: Choice, label: string, value: Json | undefined) => (
    <label class="version" data-chosen={choice === name}>
      <span class="version-name">
        <input type="radio" name={field} checked={choice === name} onChange={() => choose(name)} />
        {label}
      </span>
      <span class="version-value">
        <Value value={value} isWhole />
      </span>
    </label>
  );
  return (
    <fieldset class="conflict-row">
      <legend>
        {field}{' '}
        <span class="chip" data-kind={changedBy === 'both' ? 'bad' : 'plain'}>
          {CHANGED_BY[changedBy]}
        </span>
      </legend>
      {option('mine', 'Mine', mine)}
      {option('theirs', 'Theirs', theirs)}
      <div class="version before">
        <span class="version-name">Before</span>
        <span class="version-value">
          <Value value={base} isWhole />
        </span>
      </div>
    </fieldset>
  );
}
