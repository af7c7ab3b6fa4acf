import type { ComponentChildren } from 'preact';

interface Props {
  /** What the region has, for screen readers. */
  label: string;
  class: string;
  children: ComponentChildren;
}

/** A part of a page that scrolls by itself. */
export function ScrollRegion({ label, class: name, children }: Props) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: A region that scrolls has to be reached with the keyboard (axe: scrollable-region-focusable).
    <section class={name} aria-label={label} tabIndex={0}>
      {children}
    </section>
  );
}
