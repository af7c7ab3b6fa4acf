import { useEffect, useState } from 'preact/hooks';
import type { CollectionEntry } from '../../../lib/documents/collection-entry.ts';
import type { FieldSchema } from '../form/field-schema.ts';
import { filterableFields, kindOfField, optionsOfField } from './columns.ts';
import { FilterRow } from './FilterRow.tsx';
import { filterParameters, withFilters, withoutFilters, withParameter } from './list-query.ts';
import { type Filter, filterOf, operatorsOf, parameterOf } from './operators.ts';
import { WhereFilter } from './WhereFilter.tsx';
import { readWhere, shownWhere } from './where-text.ts';

/** The choice that adds the filter `_where`. */
const WHERE = '_where';

interface Props {
  entry: CollectionEntry;
  schema: FieldSchema;
  query: URLSearchParams;
  apply: (query: URLSearchParams) => void;
}

/** A row of filters: those of the URL, and one for each field that an index begins with. Others can be added. */
export function FilterForm({ entry, schema, query, apply }: Props) {
  const kindOf = (field: string) => kindOfField(schema, field);
  const present = filterParameters(query).map(([name, value]) => filterOf(name, value, kindOf));
  const emptyOf = (field: string): Filter => {
    const [operator = { suffix: '', label: 'equals' }] = operatorsOf(kindOf(field)).filter(
      ({ fixed }) => fixed === undefined,
    );
    return { field, operator, value: '' };
  };
  const declared = [...new Set(entry.indexes.map(([first = '']) => first))];
  const initial = (): readonly Filter[] => [
    ...declared.flatMap((field) => {
      const own = present.filter((filter) => filter.field === field);
      return own.length > 0 ? own : [emptyOf(field)];
    }),
    ...present.filter(({ field }) => !declared.includes(field)),
  ];
  const sentWhere = query.get('_where');
  const [filters, setFilters] = useState(initial);
  const [where, setWhere] = useState<string | null>(null);
  const [error, setError] = useState('');
  const text = String(query);
  // The filters of the URL, also after the reader went back. The inputs stay, and with them the focus.
  useEffect(() => {
    setFilters(initial());
    setWhere(sentWhere && shownWhere(sentWhere));
    setError('');
  }, [text]);
  const others = filterableFields(schema).filter(
    (field) => !filters.some((filter) => filter.field === field),
  );
  const count = present.length + Number(sentWhere !== null);

  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const read = readWhere(where ?? '');
    setError('refusal' in read ? read.refusal : '');
    if ('refusal' in read) return;
    const parameters = filters.map(parameterOf).filter((parameter) => parameter !== null);
    apply(withParameter(withFilters(query, parameters), '_where', read.value));
  };
  const removeWhere = () => {
    setWhere(null);
    if (sentWhere !== null) apply(withParameter(query, '_where', ''));
  };
  const add = (field: string) => {
    if (field === WHERE) setWhere('');
    else setFilters([...filters, emptyOf(field)]);
  };
  return (
    <details class="filters" open={count > 0 || matchMedia('(width >= 48rem)').matches}>
      <summary>Filters{count > 0 && ` (${count})`}</summary>
      <form onSubmit={submit}>
        <div class="filter-rows">
          {filters.map((filter, i) => (
            <FilterRow
              key={`${i}${filter.field}`}
              filter={filter}
              operators={operatorsOf(kindOf(filter.field))}
              options={optionsOfField(schema, filter.field)}
              isIndexed={filter.field === 'id' || declared.includes(filter.field)}
              change={(changed) => setFilters(filters.with(i, changed))}
            />
          ))}
        </div>
        {where !== null && <WhereFilter text={where} error={error} change={setWhere} remove={removeWhere} />}
        <div class="filter-actions">
          <select
            aria-label="Add a filter"
            value=""
            onChange={({ currentTarget }) => {
              add(currentTarget.value);
              currentTarget.value = '';
            }}
          >
            <option value="">Another field…</option>
            {others.map((field) => (
              <option key={field}>{field}</option>
            ))}
            {where === null && <option value={WHERE}>Conditions as JSON</option>}
          </select>
          <button type="submit" class="button">
            Apply
          </button>
          {(count > 0 || query.has('q')) && (
            <button type="button" class="button" onClick={() => apply(withoutFilters(query))}>
              Clear
            </button>
          )}
        </div>
      </form>
    </details>
  );
}
