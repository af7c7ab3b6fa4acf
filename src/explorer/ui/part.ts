/**
 * The element that a script of a page needs, by its selector.
 *
 * @throws Error if the HTML of the page lacks it
 */
export function part<Part extends HTMLElement = HTMLElement>(
  root: Document | HTMLElement,
  selector: string,
): Part {
  const found = root.querySelector<Part>(selector);
  if (found === null) throw new Error(`The page has no ${selector}.`);
  return found;
}
