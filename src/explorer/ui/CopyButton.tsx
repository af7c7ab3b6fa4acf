import { useState } from 'preact/hooks';

const SHOWN_MS = 2_000;

interface Props {
  text: string;
  /** What is copied, such as `curl`. */
  children: string;
}

/** Copies a text to the clipboard, and says so for two seconds. */
export function CopyButton({ text, children }: Props) {
  const [isCopied, setCopied] = useState(false);
  const copy = async () => {
    await navigator.clipboard.writeText(text);
    setCopied(true);
    setTimeout(() => setCopied(false), SHOWN_MS);
  };
  return (
    <button type="button" class="button small" onClick={copy}>
      <span aria-live="polite">{isCopied ? 'Copied' : children}</span>
    </button>
  );
}
