import { useLayoutEffect } from 'preact/hooks';

/** What was typed and is not stored, one entry for each form that has such changes. */
const unsaved = new Set<symbol>();

/** Whether leaving the screen would lose what was typed. */
export function hasUnsaved(): boolean {
  return unsaved.size > 0;
}

/**
 * Lets the browser ask before it leaves the page, while the screen has changes that are not stored. It is a layout effect, so
 * that no frame has to be painted between the key and the guard.
 */
export function useUnsaved(isChanged: boolean): void {
  useLayoutEffect(() => {
    if (!isChanged) return undefined;
    const form = Symbol('form');
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    unsaved.add(form);
    window.addEventListener('beforeunload', ask);
    return () => {
      unsaved.delete(form);
      window.removeEventListener('beforeunload', ask);
    };
  }, [isChanged]);
}
