import { render } from 'preact';
import { problemOf, receivedOf } from '../request/exchange.ts';
import { shellWord } from '../request/snippets.ts';
import { findPart } from '../ui/find-part.ts';
import { formatBytes } from '../ui/format.ts';
import { Comparison } from './Comparison.tsx';
import { type ImageSnippet, imageSnippets } from './image-snippets.ts';
import { KeptImages } from './kept-images.ts';
import type { LoadedImage } from './load-image.ts';
import { connectOptions, roundedOptions } from './options-form.ts';
import { SnippetList } from './SnippetList.tsx';
import { SAMPLES } from './samples.ts';
import { savingsText } from './savings.ts';
import { complaintOf, type WantedImage, wantedImage } from './wanted-image.ts';
import { optionsText, pageUrl, type Wish } from './wish.ts';

/** What a wish led to: the image without options, and the image with them, or the failure of either. */
interface Shown {
  wish: Wish;
  wanted: WantedImage;
  original: LoadedImage;
  result: LoadedImage;
}

/** The options, the images and the snippets of the page of pictures, over its elements. */
export class PicturesScreen {
  readonly #options: ReturnType<typeof connectOptions>;
  readonly #result = findPart('#pictures-result', HTMLDivElement);
  readonly #use = findPart('#pictures-use', HTMLDivElement);
  readonly #status = findPart('#pictures-status', HTMLParagraphElement);
  readonly #images = new KeptImages();
  #running = new AbortController();

  constructor(form: HTMLFormElement) {
    this.#options = connectOptions(form);
  }

  /** Writes a wish into the form, and shows its image. */
  async begin(wish: Wish): Promise<void> {
    this.#options.write(wish);
    await this.apply();
  }

  async reset(): Promise<void> {
    await this.begin({ source: this.#options.read().source, options: {} });
  }

  /** Requests the image of the form. A request that is still running is cancelled. */
  async apply(): Promise<void> {
    this.#running.abort();
    this.#running = new AbortController();
    const { signal } = this.#running;
    const wish = this.#options.read();
    const wanted = wantedImage(wish);
    const plain = wantedImage({ ...wish, options: {} });
    if ('complaint' in wanted || 'complaint' in plain) {
      this.#options.complain('complaint' in wanted ? wanted.complaint : null);
      this.#status.textContent = 'No image was requested.';
      return;
    }
    this.#result.setAttribute('aria-busy', 'true');
    this.#status.textContent = 'Requesting…';
    const address = pageUrl(wish);
    if (address !== location.pathname + location.search) history.replaceState(null, '', address);
    try {
      const original = await this.#images.load(plain.path, signal);
      const isSourceFine = receivedOf(original.exchange)?.status === 200;
      const result = isSourceFine ? await this.#images.load(wanted.path, signal) : original;
      this.#show({ wish, wanted, original, result });
    } catch (error) {
      if (!signal.aborted) throw error;
    } finally {
      if (!signal.aborted) this.#result.setAttribute('aria-busy', 'false');
    }
  }

  /** Scrolls to the status: the button may be far below the result. */
  revealStatus(): void {
    this.#status.scrollIntoView({ block: 'nearest' });
  }

  #show(shown: Shown): void {
    const { wish, wanted, original, result } = shown;
    const received = receivedOf(result.exchange);
    const problem = received && problemOf(received);
    this.#options.complain(problem && complaintOf(problem.code, problem.detail, wish));
    this.#options.noteRounded(roundedOptions(received?.headers.get('perigee-variant') ?? null));
    this.#status.textContent = statusText(original, result, problem?.title);
    const needsSignature = problem?.code === 'option-needs-signature';
    render(
      <Comparison
        original={original}
        result={result}
        alt={altOf(wish)}
        problem={problem ?? null}
        signCommand={
          needsSignature ? `npm run sign -- ${shellWord(wish.source)} ${shellWord(optionsText(wish))}` : null
        }
        onAgain={() => {
          this.#images.forget(wanted.path);
          void this.apply();
        }}
      />,
      this.#result,
    );
    render(<SnippetList snippets={snippetsOf(shown)} />, this.#use);
  }
}

function altOf({ source }: Wish): string {
  return SAMPLES.find((sample) => sample.source === source)?.alt ?? 'The requested picture';
}

/** None without an image of its own. */
function snippetsOf({ wish, wanted, original, result }: Shown): readonly ImageSnippet[] {
  const received = receivedOf(result.exchange);
  if (result.picture === undefined || received === null || result === original) return [];
  const { width, height } = result.picture;
  return imageSnippets(
    {
      source: wish.source,
      alt: altOf(wish),
      options: wanted.options,
      draft: { method: 'GET', path: wanted.path },
      width,
      height,
      type: received.type,
    },
    location.origin,
  );
}

function statusText(original: LoadedImage, result: LoadedImage, problem: string | undefined): string {
  const [from, to] = [receivedOf(original.exchange), receivedOf(result.exchange)];
  if (problem !== undefined) return `${problem}.`;
  if (from === null || to === null) return 'The server cannot be reached.';
  if (to.status !== 200) return `The server responded ${to.status}.`;
  if (result.picture === undefined) return `${formatBytes(to.bytes)}.`;
  return savingsText(from.bytes, to.bytes);
}
