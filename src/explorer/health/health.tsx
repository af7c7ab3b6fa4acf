// The live state of the deployment: src/pages/health.astro has the HTML around it.
import { render } from 'preact';
import { receivedOf } from '../request/exchange.ts';
import { RequestStrip } from '../request/RequestStrip.tsx';
import { latestOnly } from '../request/send-latest.ts';
import { findPart } from '../ui/find-part.ts';
import { type Report, reportOf } from './report.ts';

/** Reads the state when the page opens, and when the reader asks again. */
export function startHealth(): void {
  const root = findPart('[data-health]', HTMLElement);
  const runLatest = latestOnly();
  findPart('[data-state]', HTMLElement, root).textContent = 'Asking…';
  const ask = async () => {
    const exchange = await runLatest((send) => send({ method: 'GET', path: '/health.json' }));
    if (exchange === null) return;
    const report = reportOf(receivedOf(exchange));
    root.dataset['kind'] = report.kind;
    findPart('[data-state]', HTMLElement, root).textContent = report.state;
    render(<Detail report={report} />, findPart('[data-detail]', HTMLElement, root));
    render(<Facts facts={report.facts} />, findPart('[data-facts]', HTMLElement, root));
    render(<RequestStrip exchange={exchange} />, findPart('[data-strip]', HTMLElement));
  };
  findPart('[data-ask]', HTMLElement, root).addEventListener('click', ask);
  ask();
}

function Detail({ report: { detail, problem } }: { report: Report }) {
  return (
    <>
      {detail} {problem !== null && <a href={problem}>What to do</a>}
    </>
  );
}

function Facts({ facts }: Pick<Report, 'facts'>) {
  return facts.map(([name, value]) => (
    <div key={name}>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  ));
}
