/** Each entry has its words in `data-find`; a group in `data-finds` is hidden when all of its entries are. */
const ENTRY = '[data-find]';
const GROUP = '[data-finds]';

/** Elements that take the key `/` themselves. */
const TYPED_INTO = 'input, textarea, select, [contenteditable], dialog';

/**
 * Searches the entries of the page as the reader types: an entry shows if it has every word. `/` leads to the field, Escape
 * clears it, and Enter leads to the first result.
 */
export function startSearch(root: HTMLElement): void {
  const field = root.querySelector<HTMLInputElement>('[data-search]');
  const status = root.querySelector<HTMLElement>('[data-search-status]');
  const box = root.querySelector<HTMLElement>('[data-search-box]');
  if (field === null || status === null || box === null) return;
  const entries = [...root.querySelectorAll<HTMLElement>(ENTRY)];
  const groups = [...root.querySelectorAll<HTMLElement>(GROUP)];
  box.hidden = false;

  const search = () => {
    const words = field.value.toLowerCase().split(/\s+/).filter(Boolean);
    for (const entry of entries) {
      const text = entry.dataset['find']?.toLowerCase() ?? '';
      entry.hidden = !words.every((word) => text.includes(word));
    }
    for (const group of groups) group.hidden = group.querySelector(`${ENTRY}:not([hidden])`) === null;
    const found = results().length;
    status.textContent =
      words.length === 0 ? '' : `${found} ${found === 1 ? 'result' : 'results'} for “${field.value.trim()}”`;
  };
  const clear = () => {
    field.value = '';
    search();
  };
  /** The entries of the content: those of the navigation repeat them. */
  const results = () => entries.filter((entry) => !entry.hidden && entry.id !== '');

  field.addEventListener('input', search);
  field.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') {
      if (field.value === '') field.blur();
      else clear();
      event.preventDefault();
    }
    const [first] = results();
    if (event.key === 'Enter' && first !== undefined) location.hash = first.id;
  });
  document.addEventListener('keydown', (event) => {
    const isTyped = event.target instanceof Element && event.target.closest(TYPED_INTO) !== null;
    if (event.key !== '/' || isTyped || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    field.focus();
    field.select();
  });
  // A link to an entry that the search hides shows all again.
  addEventListener('hashchange', () => {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (target === null || target.checkVisibility()) return;
    clear();
    target.scrollIntoView();
  });
}
