import { BreakablePath } from '../ui/BreakablePath.tsx';
import { plural } from '../ui/format.ts';
import { InlineCode } from '../ui/InlineCode.tsx';
import type { HeaderMeaning } from './page-data.ts';

interface Props {
  headers: Headers;
  meanings: readonly HeaderMeaning[];
}

/** The headers of a response: first those that tell something about this response, then those that all have. */
export function HeaderList({ headers, meanings }: Props) {
  const known = new Map(meanings.map((one, i) => [one.name, { ...one, rank: i }]));
  const rows = [...headers]
    .map(([name, value]) => ({ name, value, rank: meanings.length, isUsual: true, ...known.get(name) }))
    .sort((a, b) => a.rank - b.rank || a.name.localeCompare(b.name));
  const usual = rows.filter(({ isUsual }) => isUsual);
  return (
    <>
      <Rows rows={rows.filter(({ isUsual }) => !isUsual)} />
      {usual.length > 0 && (
        <details class="console-more">
          <summary>{plural(usual.length, 'header')} that most responses have</summary>
          <Rows rows={usual} />
        </details>
      )}
    </>
  );
}

interface Row {
  name: string;
  value: string;
  meaning?: string;
}

function Rows({ rows }: { rows: readonly Row[] }) {
  return (
    <dl class="console-headers">
      {rows.map(({ name, value, meaning }) => (
        <div key={name}>
          <dt>
            <code>{name}</code>
          </dt>
          <dd>
            <code>
              <BreakablePath path={value} />
            </code>
            {meaning !== undefined && (
              <p>
                <InlineCode text={meaning} />
              </p>
            )}
          </dd>
        </div>
      ))}
    </dl>
  );
}
