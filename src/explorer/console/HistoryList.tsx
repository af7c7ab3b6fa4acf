import type { Draft } from '../request/draft.ts';
import { BreakablePath } from '../ui/BreakablePath.tsx';
import { formatMilliseconds } from '../ui/format.ts';
import type { Sent } from './history.ts';

interface Props {
  history: readonly Sent[];
  onRestore(draft: Draft): void;
  onClear(): void;
}

/** The requests of this tab. A click fills one in again. */
export function HistoryList({ history, onRestore, onClear }: Props) {
  if (history.length === 0)
    return <p class="hint">Requests that you send are listed here, in this tab only.</p>;
  return (
    <>
      <ol class="console-history">
        {history.map((sent) => (
          <li key={JSON.stringify(sent.draft)}>
            <button type="button" onClick={() => onRestore(sent.draft)}>
              <span class="method" data-method={sent.draft.method}>
                {sent.draft.method}
              </span>
              <code>
                <BreakablePath path={sent.draft.path} />
              </code>
              <span class="console-history-result" data-bad={sent.status === null || sent.status >= 400}>
                {sent.status ?? 'failed'}
                {sent.milliseconds !== null && ` · ${formatMilliseconds(sent.milliseconds)}`}
              </span>
            </button>
          </li>
        ))}
      </ol>
      <button type="button" class="button small" onClick={onClear}>
        Clear the history
      </button>
    </>
  );
}
