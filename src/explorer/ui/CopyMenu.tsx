import { useEffect, useRef, useState } from 'preact/hooks';
import { copyText } from './copy-text.ts';

export interface Copyable {
  /** What is copied, such as `curl`. */
  name: string;
  text: string;
}

const SHOWN_MS = 2_000;

/** A button that opens a list of texts to copy. Escape and a click elsewhere close it. */
export function CopyMenu({ items, label = 'Copy' }: { items: readonly Copyable[]; label?: string }) {
  const [isOpen, setOpen] = useState(false);
  const [copied, setCopied] = useState('');
  const menu = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);

  useEffect(() => {
    if (!isOpen) return;
    const onPointer = ({ target }: Event) => {
      if (!menu.current?.contains(target as Node)) setOpen(false);
    };
    document.addEventListener('pointerdown', onPointer);
    return () => document.removeEventListener('pointerdown', onPointer);
  }, [isOpen]);

  const close = () => {
    setOpen(false);
    button.current?.focus();
  };
  const copy = async ({ name, text }: Copyable) => {
    close();
    setCopied((await copyText(text)) ? `${name} copied` : 'Not copied: the browser refused it');
    setTimeout(() => setCopied(''), SHOWN_MS);
  };

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Escape closes the list wherever the focus is in it.
    <div class="copy-menu" ref={menu} onKeyDown={({ key }) => key === 'Escape' && isOpen && close()}>
      <button
        type="button"
        class="button small"
        aria-expanded={isOpen}
        ref={button}
        onClick={() => setOpen(!isOpen)}
      >
        {copied === '' ? label : copied}
      </button>
      <span class="hidden" aria-live="polite">
        {copied}
      </span>
      {isOpen && (
        <ul>
          {items.map((item) => (
            <li key={item.name}>
              <button type="button" onClick={() => copy(item)}>
                {item.name}
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
