import { useEffect } from 'preact/hooks';

/** What was typed and is not stored, one entry for each form that has such changes. */
const unsaved = new Set<symbol>();

/** Whether leaving the screen would lose what was typed. */
export function hasUnsaved(): boolean {
  return unsaved.size > 0;
}

/** Lets the browser ask before it leaves the page, while the screen has changes that are not stored. */
export function useUnsaved(isChanged: boolean): void {
  useEffect(() => {
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
