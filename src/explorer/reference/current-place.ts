/**
 * Marks the navigation's link to the current entry: the last one that begins in the upper third of the window.
 *
 * @param root contains the navigation and the entries
 */
export function markCurrentPlace(root: HTMLElement): void {
  const navigation = root.querySelector('nav');
  if (navigation === null) return;
  const links = [...navigation.querySelectorAll<HTMLAnchorElement>('a[href^="#"]')];
  const places = links.flatMap((link) => {
    const entry = document.getElementById(decodeURIComponent(link.hash.slice(1)));
    return entry === null ? [] : [{ link, entry }];
  });
  let current: HTMLAnchorElement | null = null;

  const mark = () => {
    const begun = places.filter(
      ({ entry }) => entry.checkVisibility() && entry.getBoundingClientRect().top < innerHeight / 3,
    );
    const next = begun.at(-1)?.link ?? null;
    if (next === current) return;
    current?.removeAttribute('aria-current');
    next?.setAttribute('aria-current', 'location');
    current = next;
    const isSticky = navigation.scrollHeight > navigation.clientHeight;
    if (next === null || !isSticky) return;
    const { top, bottom } = next.getBoundingClientRect();
    if (top < 0 || bottom > innerHeight) navigation.scrollTop += top - innerHeight / 2;
  };
  let isWaiting = false;
  addEventListener(
    'scroll',
    () => {
      if (isWaiting) return;
      isWaiting = true;
      requestAnimationFrame(() => {
        isWaiting = false;
        mark();
      });
    },
    { passive: true },
  );
  mark();
}
