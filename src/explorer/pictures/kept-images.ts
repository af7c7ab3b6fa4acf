import { receivedOf } from '../request/exchange.ts';
import { type LoadedImage, loadImage } from './load-image.ts';

/** Maximum images that the page keeps. */
const MAX_KEPT = 30;

/** Images that were requested before. They are shown again without a request. */
export class KeptImages {
  readonly #images = new Map<string, LoadedImage>();

  /** Loads an image, unless it is kept. A failure is not kept. */
  async load(path: string, signal: AbortSignal): Promise<LoadedImage> {
    const known = this.#images.get(path);
    if (known !== undefined) return known;
    const loaded = await loadImage(path, signal);
    if (receivedOf(loaded.exchange)?.status === 200) this.#images.set(path, loaded);
    const [oldest] = this.#images.keys();
    if (this.#images.size > MAX_KEPT && oldest !== undefined) this.#images.delete(oldest);
    return loaded;
  }

  forget(path: string): void {
    this.#images.delete(path);
  }
}
