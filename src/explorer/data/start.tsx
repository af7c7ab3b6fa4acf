import { render } from 'preact';
import { App } from './App.tsx';

/** Shows the data explorer in the element `#data`. */
export function startData(): void {
  const element = document.getElementById('data');
  if (element === null) throw new Error('The page has no element #data.');
  element.replaceChildren();
  render(<App />, element);
}
