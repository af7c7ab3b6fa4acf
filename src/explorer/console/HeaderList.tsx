import { BreakablePath } from '../ui/BreakablePath.tsx';
import { InlineCode } from '../ui/InlineCode.tsx';

interface Props {
  headers: Headers;
  /** Meanings by names in lower case, the most useful first. */
  meanings: Readonly<Record<string, string>>;
}

/** The headers of a response, those that are explained first. */
export function HeaderList({ headers, meanings }: Props) {
  const names = Object.keys(meanings);
  const rank = (name: string) => (names.includes(name) ? names.indexOf(name) : names.length);
  const sorted = [...headers].sort(([a], [b]) => rank(a) - rank(b) || a.localeCompare(b));
  return (
    <dl class="console-headers">
      {sorted.map(([name, value]) => (
        <div key={name}>
          <dt>
            <code>{name}</code>
          </dt>
          <dd>
            <code class="console-header-value">
              <BreakablePath path={value} />
            </code>
            {meanings[name] !== undefined && (
              <p>
                <InlineCode text={meanings[name]} />
              </p>
            )}
          </dd>
        </div>
      ))}
    </dl>
  );
}
