/**
 * The element that a script of a page needs, by its selector.
 *
 * @throws Error if the HTML of the page lacks it, or has another kind of element there
 */
export function findPart<Part extends object>(
  selector: string,
  kind: { new (): Part; prototype: Part },
  root: Document | HTMLElement = document,
): Part {
  const part: object | null = root.querySelector(selector);
  if (!(part instanceof kind)) throw new Error(`The page has no ${kind.name} at ${selector}.`);
  return part;
}
