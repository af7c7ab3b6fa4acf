import { render } from 'preact';
import { problemOf, receivedOf } from '../request/exchange.ts';
import { shellWord } from '../request/snippets.ts';
import { findPart } from '../ui/find-part.ts';
import { formatBytes } from '../ui/format.ts';
import { Comparison } from './Comparison.tsx';
import { imageSnippets } from './image-snippets.ts';
import { type LoadedImage, loadImage } from './load-image.ts';
import { connectOptions, roundedOptions } from './options-form.ts';
import { SnippetList } from './SnippetList.tsx';
import { SAMPLES } from './samples.ts';
import { savingsText } from './savings.ts';
import { complaintOf, wantedImage } from './wanted-image.ts';
import { optionsText, pageUrl, type Wish, wishOfQuery } from './wish.ts';

/** Milliseconds without a change before an image is requested: a client may cause 30 renderings per minute. */
const PAUSE_MS = 700;
/** Images that the page keeps. */
const MAX_KEPT = 30;

/** Connects the page of pictures. */
export function startPictures(): void {
  const form = findPart('#pictures-form', HTMLFormElement);
  const element = findPart('#pictures-result', HTMLDivElement);
  const use = findPart('#pictures-use', HTMLDivElement);
  const status = findPart('#pictures-status', HTMLParagraphElement);
  const options = connectOptions(form);
  const kept = new Map<string, LoadedImage>();
  let running = new AbortController();
  let timer = 0;

  /** An image that was requested before is shown again without a request. A failure is not kept. */
  const load = async (path: string, signal: AbortSignal): Promise<LoadedImage> => {
    const known = kept.get(path);
    if (known !== undefined) return known;
    const loaded = await loadImage(path, signal);
    if (receivedOf(loaded.exchange)?.status === 200) kept.set(path, loaded);
    const [oldest] = kept.keys();
    if (kept.size > MAX_KEPT && oldest !== undefined) kept.delete(oldest);
    return loaded;
  };

  const apply = async () => {
    clearTimeout(timer);
    running.abort();
    running = new AbortController();
    const { signal } = running;
    const wish = options.read();
    const wanted = wantedImage(wish);
    const original = wantedImage({ ...wish, options: {} });
    if ('complaint' in wanted || 'complaint' in original) {
      options.complain('complaint' in wanted ? wanted.complaint : null);
      status.textContent = 'No image was requested.';
      return;
    }
    element.setAttribute('aria-busy', 'true');
    status.textContent = 'Requesting…';
    const address = pageUrl(wish);
    if (address !== location.pathname + location.search) history.replaceState(null, '', address);
    try {
      const before = await load(original.path, signal);
      const isSourceFine = receivedOf(before.exchange)?.status === 200;
      const result = isSourceFine ? await load(wanted.path, signal) : before;
      show(wish, wanted, before, result);
    } catch (error) {
      if (!signal.aborted) throw error;
    } finally {
      if (!signal.aborted) element.setAttribute('aria-busy', 'false');
    }
  };

  const show = (
    wish: Wish,
    { path, options: parsed }: Extract<ReturnType<typeof wantedImage>, { path: string }>,
    before: LoadedImage,
    result: LoadedImage,
  ) => {
    const received = receivedOf(result.exchange);
    const problem = received && problemOf(received);
    const complaint = problem && complaintOf(problem.code, problem.detail, wish);
    options.complain(complaint);
    options.noteRounded(roundedOptions(received?.headers.get('perigee-variant') ?? null));
    const alt = SAMPLES.find(({ source }) => source === wish.source)?.alt ?? 'The requested picture';
    const snippets =
      result.picture === undefined || received === null || result === before
        ? []
        : imageSnippets(
            {
              source: wish.source,
              alt,
              options: parsed,
              draft: { method: 'GET', path },
              width: result.picture.width,
              height: result.picture.height,
              type: received.type,
            },
            location.origin,
          );
    status.textContent = statusText(before, result, problem?.title);
    render(
      <Comparison
        original={before}
        result={result}
        alt={alt}
        problem={problem ?? null}
        signCommand={
          problem?.code === 'option-needs-signature'
            ? `npm run sign -- ${shellWord(wish.source)} ${shellWord(optionsText(wish))}`
            : null
        }
        onAgain={() => {
          kept.delete(path);
          void apply();
        }}
      />,
      element,
    );
    render(<SnippetList snippets={snippets} />, use);
  };

  form.addEventListener('submit', (event) => {
    event.preventDefault();
    void apply().then(() => {
      // The button may be far below the result, or above the option that is wrong.
      const wrong = form.querySelector<HTMLElement>('[aria-invalid="true"]');
      if (wrong === null) status.scrollIntoView({ block: 'nearest' });
      else wrong.focus();
    });
  });
  // `change` comes when a slider is let go and a field is left, not at each step.
  form.addEventListener('change', () => {
    clearTimeout(timer);
    timer = window.setTimeout(() => void apply(), PAUSE_MS);
  });
  findPart('#pictures-reset', HTMLButtonElement).addEventListener('click', () => {
    options.write({ source: options.read().source, options: {} });
    void apply();
  });
  options.write(wishOfQuery(new URLSearchParams(location.search)));
  void apply();
}

function statusText(before: LoadedImage, result: LoadedImage, problem: string | undefined): string {
  const [from, to] = [receivedOf(before.exchange), receivedOf(result.exchange)];
  if (problem !== undefined) return `${problem}.`;
  if (from === null || to === null) return 'The server cannot be reached.';
  if (to.status !== 200) return `The server responded ${to.status}.`;
  if (result.picture === undefined) return `${formatBytes(to.bytes)}.`;
  return savingsText(from.bytes, to.bytes);
}
