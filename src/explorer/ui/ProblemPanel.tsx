import type { ComponentChildren } from 'preact';
import { InlineCode } from './InlineCode.tsx';

interface Props {
  title: string;
  detail: string;
  /** The code of `/problems/{code}`; empty for a failure that has none. */
  code?: string;
  /** The status of the response, where the screen does not show it elsewhere. */
  status?: number;
  violations?: readonly { pointer: string; message: string }[];
  /** Whether a screen reader says it at once. */
  isAlert?: boolean;
  /** What can be done about it here. */
  children?: ComponentChildren;
}

/** A problem: what it says, where, what can be done, and the page that explains its kind. */
export function ProblemPanel({
  title,
  detail,
  code = '',
  status,
  violations = [],
  isAlert = false,
  children,
}: Props) {
  return (
    <section class="problem-panel" {...(isAlert ? { role: 'alert' } : { 'aria-label': 'Problem' })}>
      <p class="problem-title">
        {status !== undefined && (
          <span class="chip" data-kind="bad">
            {status}
          </span>
        )}{' '}
        {title}
      </p>
      <p>
        <InlineCode text={detail} />
      </p>
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
        {code !== '' && <a href={`/problems/${code}`}>What {code} means</a>}
        {children}
      </p>
    </section>
  );
}
