import { useId } from 'preact/hooks';
import type { Filter, Operator } from './operators.ts';

interface Props {
  filter: Filter;
  operators: readonly Operator[];
  /** The values of an `enum`. */
  options: readonly string[];
  isIndexed: boolean;
  change: (filter: Filter) => void;
}

/** The filter of one field: how it compares, and with what. */
export function FilterRow({ filter, operators, options, isIndexed, change }: Props) {
  const id = useId();
  const { field, operator, value } = filter;
  const keyOf = ({ suffix, fixed = '' }: Operator) => `${suffix} ${fixed}`;
  const known = operators.some((one) => keyOf(one) === keyOf(operator))
    ? operators
    : [operator, ...operators];
  return (
    <fieldset class="filter-row">
      <legend>
        {field}
        {!isIndexed && <span class="quiet"> no index</span>}
      </legend>
      <select
        aria-label={`How ${field} compares`}
        value={keyOf(operator)}
        onChange={({ currentTarget }) => {
          const chosen = known.find((one) => keyOf(one) === currentTarget.value) ?? operator;
          change({ ...filter, operator: chosen });
        }}
      >
        {known.map((one) => (
          <option key={keyOf(one)} value={keyOf(one)}>
            {one.label}
          </option>
        ))}
      </select>
      {operator.fixed === undefined &&
        (options.length > 0 ? (
          <select
            aria-label={`Value of ${field}`}
            value={value}
            onChange={({ currentTarget }) => change({ ...filter, value: currentTarget.value })}
          >
            <option value="">any</option>
            {options.map((option) => (
              <option key={option}>{option}</option>
            ))}
          </select>
        ) : (
          <input
            id={id}
            aria-label={`Value of ${field}`}
            value={value}
            onInput={({ currentTarget }) => change({ ...filter, value: currentTarget.value })}
          />
        ))}
    </fieldset>
  );
}
