import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { copyText } from './copy-text.ts';

const SHOWN_MS = 2_000;

interface Props {
  text: string;
  /** What is copied, such as `curl`. */
  children: ComponentChildren;
}

/** Copies a text to the clipboard, and says so for two seconds. */
export function CopyButton({ text, children }: Props) {
  const [result, setResult] = useState<string | null>(null);
  const copy = async () => {
    setResult((await copyText(text)) ? 'Copied' : 'Not copied');
    setTimeout(() => setResult(null), SHOWN_MS);
  };
  return (
    <button type="button" class="button small" onClick={copy}>
      <span aria-live="polite">{result ?? children}</span>
    </button>
  );
}
