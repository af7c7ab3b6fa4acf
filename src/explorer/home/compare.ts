// The picture with a line that moves: Compare.astro has its HTML.
import { formatBytes } from '../ui/format.ts';
import { part } from '../ui/part.ts';

/** What an `<img>` of a browser that takes every format asks for. */
const ACCEPT = 'image/avif,image/webp,image/*,*/*;q=0.8';

/** Connects the slider, and measures both files when the picture comes into view. */
export function startCompare(): void {
  const root = part(document, '[data-compare]');
  const frame = part(root, '[data-frame]');
  const slider = part<HTMLInputElement>(root, '[data-split]');
  const move = () => frame.style.setProperty('--split', `${slider.value}%`);
  slider.addEventListener('input', move);
  move();
  const observer = new IntersectionObserver((entries) => {
    if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
    observer.disconnect();
    measure(root).catch(() => undefined);
  });
  observer.observe(frame);
}

async function measure(root: HTMLElement): Promise<void> {
  const [original, result] = await Promise.all([measureFile(root, 'original'), measureFile(root, 'result')]);
  part(root, '[data-saved]').textContent = `${Math.round(100 * (1 - result / original))}%`;
  const most = Math.max(original, result);
  part(root, '[data-bar="original"]').style.width = `${(100 * original) / most}%`;
  part(root, '[data-bar="result"]').style.width = `${(100 * result) / most}%`;
}

/** Shows the bytes and the type of a file, and returns the bytes. */
async function measureFile(root: HTMLElement, name: 'original' | 'result'): Promise<number> {
  const { src } = part<HTMLImageElement>(root, `[data-${name}]`);
  const response = await fetch(src, { headers: { accept: ACCEPT } });
  const { size, type } = await response.blob();
  part(root, `[data-bytes="${name}"]`).textContent = `${formatBytes(size)}, ${type}`;
  return size;
}
