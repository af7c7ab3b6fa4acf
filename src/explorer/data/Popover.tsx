import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';

/** A button that shows more, which Escape and a click elsewhere close. */
export function Popover({ label, children }: { label: string; children: ComponentChildren }) {
  const element = useRef<HTMLDetailsElement>(null);
  useEffect(() => {
    const closeAtClick = ({ target }: Event) => {
      const { current } = element;
      if (current !== null && target instanceof Node && !current.contains(target)) current.open = false;
    };
    document.addEventListener('click', closeAtClick);
    return () => document.removeEventListener('click', closeAtClick);
  }, []);
  return (
    <details
      ref={element}
      class="popover"
      onKeyDown={({ key, currentTarget }) => {
        if (key !== 'Escape' || !currentTarget.open) return;
        currentTarget.open = false;
        currentTarget.querySelector('summary')?.focus();
      }}
    >
      <summary class="button small">{label}</summary>
      <div class="popover-body">{children}</div>
    </details>
  );
}
