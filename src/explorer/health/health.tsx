// The live state of the deployment: src/pages/health.astro has the HTML around it.
import { render } from 'preact';
import { receivedOf } from '../request/exchange.ts';
import { RequestStrip } from '../request/RequestStrip.tsx';
import { sendRequest } from '../request/send-request.ts';
import { part } from '../ui/part.ts';
import { type Report, reportOf } from './report.ts';

/** Asks when the page opens, and when the reader does. */
export function startHealth(): void {
  const root = part(document, '[data-health]');
  const ask = async () => {
    const exchange = await sendRequest({ method: 'GET', path: '/health.json' });
    const report = reportOf(receivedOf(exchange));
    root.dataset['kind'] = report.kind;
    part(root, '[data-state]').textContent = report.state;
    render(<Detail report={report} />, part(root, '[data-detail]'));
    render(<Facts facts={report.facts} />, part(root, '[data-facts]'));
    render(<RequestStrip exchange={exchange} />, part(document, '[data-strip]'));
  };
  part(root, '[data-ask]').addEventListener('click', ask);
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
