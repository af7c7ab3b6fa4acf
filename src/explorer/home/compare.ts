// The picture with a line that moves: Compare.astro has its HTML.

import { findPart } from '../ui/find-part.ts';
import { formatBytes } from '../ui/format.ts';

/** The `Accept` that a browser with all formats sends for an `<img>`. */
const ACCEPT = 'image/avif,image/webp,image/*,*/*;q=0.8';

/** Connects the slider, and measures both files when the picture comes into view. */
export function startCompare(): void {
  const root = findPart('[data-compare]', HTMLElement);
  const frame = findPart('[data-frame]', HTMLElement, root);
  const slider = findPart('[data-split]', HTMLInputElement, root);
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
  findPart('[data-saved]', HTMLElement, root).textContent = `${Math.round(100 * (1 - result / original))}%`;
  const most = Math.max(original, result);
  findPart('[data-bar="original"]', HTMLElement, root).style.width = `${(100 * original) / most}%`;
  findPart('[data-bar="result"]', HTMLElement, root).style.width = `${(100 * result) / most}%`;
}

/** Shows the bytes and the type of a file, and returns the bytes. */
async function measureFile(root: HTMLElement, name: 'original' | 'result'): Promise<number> {
  const { src } = findPart(`[data-${name}]`, HTMLImageElement, root);
  const response = await fetch(src, { headers: { accept: ACCEPT } });
  const { size, type } = await response.blob();
  findPart(`[data-bytes="${name}"]`, HTMLElement, root).textContent = `${formatBytes(size)}, ${type}`;
  return size;
}
