import { findPart } from '../ui/find-part.ts';

/** The rows of name and value in the form. `src/pages/console.astro` has the HTML of one. */
const rows = () => findPart('#console-headers', HTMLUListElement);

/** Adds a row, and returns the input of its name. */
export function addHeaderRow(name = '', value = ''): HTMLInputElement {
  const template = findPart('#console-header-row', HTMLTemplateElement);
  const row = template.content.cloneNode(true) as DocumentFragment;
  const [nameInput, valueInput] = row.querySelectorAll('input');
  if (nameInput === undefined || valueInput === undefined) throw new Error('The row has no inputs.');
  nameInput.value = name;
  valueInput.value = value;
  row.querySelector('button')?.addEventListener('click', ({ currentTarget }) => {
    (currentTarget as HTMLElement).closest('li')?.remove();
    findPart('#console-add-header', HTMLButtonElement).focus();
  });
  rows().appendChild(row);
  return nameInput;
}

export function writeHeaderRows(headers: Record<string, string>): void {
  rows().replaceChildren();
  for (const [name, value] of Object.entries(headers)) addHeaderRow(name, value);
}

/** The headers of rows that have a name. Values of one name are joined, as `Headers` joins them. */
export function readHeaderRows(): Record<string, string> {
  const headers = new Map<string, string>();
  for (const row of rows().querySelectorAll('li')) {
    const [name = '', value = ''] = [...row.querySelectorAll('input')].map((input) => input.value.trim());
    if (name === '') continue;
    const before = headers.get(name);
    headers.set(name, before === undefined ? value : `${before}, ${value}`);
  }
  return Object.fromEntries(headers);
}
