// The drawing with the way of a request: src/pages/how-it-works.astro has its HTML.
import { render } from 'preact';
import type { Draft } from '../request/draft.ts';
import { type Exchange, receivedOf } from '../request/exchange.ts';
import { ownPath } from '../request/own-path.ts';
import { RequestStrip } from '../request/RequestStrip.tsx';
import { latestOnly, type Send } from '../request/send-latest.ts';
import { findPart } from '../ui/find-part.ts';
import { explainWay } from '../way/explain-way.ts';
import { type Figures, figuresOf } from '../way/figures.ts';
import { BOXES, LINES } from './drawing.ts';
import type { Sample } from './samples.ts';

/** Connects the samples and the form, and sends the request that the URL of the page names. */
export function startHowItWorks(): void {
  const root = findPart('[data-how]', HTMLElement);
  const form = findPart('[data-path-form]', HTMLFormElement, root);
  const input = findPart('input', HTMLInputElement, form);
  const message = findPart('[data-message]', HTMLElement, form);
  const runLatest = latestOnly();
  const samples = JSON.parse(root.dataset['samples'] ?? '[]') as Sample[];

  for (const button of root.querySelectorAll<HTMLButtonElement>('[data-sample]')) {
    button.addEventListener('click', () => {
      const sample = samples[Number(button.dataset['sample'])];
      if (sample === undefined) return;
      input.value = sample.draft.path;
      message.textContent = '';
      // Everyone may read what the samples ask for. A token would pass the cache, which they show.
      void send(sample, { isAnonymous: true });
    });
  }
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    sendPath(input.value);
  });
  const named = new URLSearchParams(location.search).get('path');
  if (named !== null) {
    input.value = named;
    sendPath(named);
  }

  function sendPath(text: string): void {
    const own = ownPath(text, location.origin);
    message.textContent = 'refusal' in own ? own.refusal : '';
    if ('path' in own) void send({ name: '', draft: { method: 'GET', path: own.path } }, {});
  }

  async function send({ draft, isConditional = false }: Sample, options: Parameters<Send>[1]): Promise<void> {
    history.replaceState(null, '', `?${new URLSearchParams({ path: draft.path })}`);
    const done = await runLatest(async (one) => {
      const first = isConditional ? receivedOf(await one(draft, options)) : null;
      return one(withEtag(draft, first?.headers.get('etag') ?? null), options);
    });
    if (done !== null) show(root, done);
  }
}

function withEtag(draft: Draft, etag: string | null): Draft {
  return etag === null ? draft : { ...draft, headers: { ...draft.headers, 'If-None-Match': etag } };
}

function show(root: HTMLElement, exchange: Exchange): void {
  const received = receivedOf(exchange);
  const figures: Figures = received === null ? { reader: 'no response' } : figuresOf(received);
  for (const drawing of root.querySelectorAll('svg')) light(drawing, figures);
  findPart('[data-explanation]', HTMLElement, root).textContent =
    received === null ? 'No response came.' : explainWay(received);
  const strip = findPart('[data-strip]', HTMLElement, root);
  if (strip.dataset['filled'] === undefined) strip.replaceChildren();
  strip.dataset['filled'] = '';
  render(<RequestStrip exchange={exchange} />, strip);
  const list = findPart('[data-list]', HTMLElement, root);
  if (list.dataset['filled'] === undefined) list.replaceChildren();
  list.dataset['filled'] = '';
  render(<FigureList figures={figures} />, list);
}

function light(drawing: SVGElement, figures: Figures): void {
  const reached = (station: string) => station in figures;
  for (const { station } of BOXES) {
    drawing.querySelector(`[data-station="${station}"]`)?.toggleAttribute('data-lit', reached(station));
    const text = drawing.querySelector(`[data-figure="${station}"]`);
    if (text) text.textContent = figures[station] ?? '';
  }
  for (const [from, to] of LINES) {
    const line = drawing.querySelector(`[data-line="${from} ${to}"]`);
    line?.toggleAttribute('data-lit', reached(from) && reached(to));
  }
}

/** The lit parts of the drawing as a list, in the order of the way. */
function FigureList({ figures }: { figures: Figures }) {
  return BOXES.filter(({ station }) => station in figures).map(({ station, name }) => (
    <li key={station}>
      <b>{name}</b> <code>{figures[station]}</code>
    </li>
  ));
}
