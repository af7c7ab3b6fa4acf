// The code blocks of a page: CodeBlock.astro has their HTML.
import { findPart } from './find-part.ts';

const SHOWN_MS = 2_000;

/** Connects the copy buttons of the page, and writes the page's own origin into its examples. */
export function startCodeBlocks(): void {
  for (const block of document.querySelectorAll<HTMLElement>('[data-code-block]')) {
    const code = findPart('[data-code]', HTMLElement, block);
    const label = findPart('button span', HTMLElement, block);
    const text = (code.dataset['code'] ?? '').replaceAll('{origin}', location.origin);
    if (text !== code.textContent) code.textContent = text;
    findPart('button', HTMLElement, block).addEventListener('click', async () => {
      await navigator.clipboard.writeText(code.textContent ?? '');
      label.textContent = 'Copied';
      setTimeout(() => {
        label.textContent = 'Copy';
      }, SHOWN_MS);
    });
  }
}
