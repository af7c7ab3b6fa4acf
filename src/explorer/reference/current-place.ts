/** The part of the window in which the current entry is: its upper third. */
const UPPER_THIRD = '0px 0px -66% 0px';

/** Marks the navigation's link to the current entry: the last one that reaches into the upper third of the window. */
export function markCurrentPlace(root: HTMLElement): void {
  const navigation = root.querySelector('nav');
  if (navigation === null) return;
  const entries = new Map<Element, HTMLAnchorElement>();
  for (const link of navigation.querySelectorAll<HTMLAnchorElement>('a[href^="#"]')) {
    const entry = document.getElementById(decodeURIComponent(link.hash.slice(1)));
    if (entry !== null) entries.set(entry, link);
  }
  const visible = new Set<Element>();
  let current: HTMLAnchorElement | undefined;

  const mark = () => {
    const [last] = [...entries.keys()].filter((entry) => visible.has(entry)).reverse();
    const next = last && entries.get(last);
    if (next === undefined || next === current) return;
    current?.removeAttribute('aria-current');
    next.setAttribute('aria-current', 'location');
    current = next;
    // Beside the page, the navigation scrolls by itself.
    if (navigation.scrollHeight <= navigation.clientHeight) return;
    const { top, bottom } = next.getBoundingClientRect();
    if (top < 0 || bottom > innerHeight) navigation.scrollTop += top - innerHeight / 2;
  };
  const observer = new IntersectionObserver(
    (changes) => {
      for (const { target, isIntersecting } of changes) {
        if (isIntersecting) visible.add(target);
        else visible.delete(target);
      }
      mark();
    },
    { rootMargin: UPPER_THIRD },
  );
  for (const entry of entries.keys()) observer.observe(entry);
}
