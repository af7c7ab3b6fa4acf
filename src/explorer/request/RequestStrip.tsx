import { BreakablePath } from '../ui/BreakablePath.tsx';
import { CopyMenu } from '../ui/CopyMenu.tsx';
import { InlineCode } from '../ui/InlineCode.tsx';
import { copyablesOf } from './copyables.ts';
import { consoleUrl } from './draft.ts';
import { type Exchange, receivedOf } from './exchange.ts';
import { Facts, factsOf } from './Facts.tsx';

interface Props {
  exchange: Exchange;
  /** Tells several strips of one screen apart. */
  label?: string;
  /** Whether the screen is the console itself, which needs no link to it. */
  isInConsole?: boolean;
}

/** The request behind a screen: what was sent, and what came back. Every screen of the explorer ends with it. */
export function RequestStrip({
  exchange,
  label = 'The request behind this screen',
  isInConsole = false,
}: Props) {
  const { draft, outcome } = exchange;
  const received = receivedOf(exchange);
  const facts = received === null ? [] : factsOf(received);
  return (
    <section class="strip" aria-label={label}>
      <p class="strip-request">
        <span class="method" data-method={draft.method}>
          {draft.method}
        </span>{' '}
        <code>
          <BreakablePath path={draft.path} />
        </code>
      </p>
      {'failure' in outcome ? <p class="strip-failure">{outcome.failure}</p> : <Facts facts={facts} />}
      <div class="strip-actions">
        <CopyMenu items={copyablesOf(exchange, location.origin)} />
        {!isInConsole && (
          <a class="button small" href={consoleUrl(draft)}>
            Open in console
          </a>
        )}
      </div>
      {facts.length > 0 && (
        <details class="strip-meanings">
          <summary>What this says</summary>
          <dl>
            {facts.map(({ name, value, meaning }) => (
              <div key={name}>
                <dt>
                  {name}: <code>{value}</code>
                </dt>
                <dd>
                  <InlineCode text={meaning} />
                </dd>
              </div>
            ))}
          </dl>
        </details>
      )}
    </section>
  );
}
