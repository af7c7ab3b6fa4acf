import type { ComponentChildren } from 'preact';
import type { ProblemBody } from '../request/exchange.ts';

interface Props {
  problem: ProblemBody;
  /** What can be done about it here. */
  children?: ComponentChildren;
}

/** A problem of the API: what it says, where, and the page that explains its kind. */
export function ProblemPanel({ problem, children }: Props) {
  const { title, detail, code, violations } = problem;
  return (
    <section class="problem" aria-label="Problem">
      <p class="problem-title">{title}</p>
      <p>{detail}</p>
      {violations.length > 1 && (
        <ul>
          {violations.map(({ pointer, message }) => (
            <li key={pointer + message}>
              <code>{pointer || 'the document'}</code> {message}
            </li>
          ))}
        </ul>
      )}
      <p class="problem-actions">
        {children}
        {code !== '' && <a href={`/problems/${code}`}>What {code} means</a>}
      </p>
    </section>
  );
}
