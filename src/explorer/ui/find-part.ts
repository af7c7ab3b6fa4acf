/** The element with this id, which the HTML of the page has. */
export function findPart<Part extends object>(id: string, kind: { new (): Part; prototype: Part }): Part {
  const part: object | null = document.getElementById(id);
  if (!(part instanceof kind)) throw new Error(`The page has no ${kind.name} with the id ${id}.`);
  return part;
}
