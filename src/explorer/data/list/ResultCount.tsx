import type { Received } from '../../request/exchange.ts';
import { formatCount, plural } from '../../ui/format.ts';
import { totalOf } from '../answers.ts';

interface Props {
  received: Received | null;
  shown: number;
  isLoading: boolean;
}

/** How many documents match, said again after each change. */
export function ResultCount({ received, shown, isLoading }: Props) {
  return <span aria-live="polite">{textOf({ received, shown, isLoading })}</span>;
}

function textOf({ received, shown, isLoading }: Props): string {
  if (received === null) return isLoading ? 'Reading…' : 'Nothing to show';
  const total = totalOf(received);
  if (total === null) return plural(shown, 'document');
  if (total.isAtLeast) return `At least ${plural(total.count, 'document')}`;
  if (shown === 0 || shown === total.count) return plural(total.count, 'document');
  return `${formatCount(shown)} of ${plural(total.count, 'document')}`;
}
