import { findPart } from '../ui/find-part.ts';
import { PicturesScreen } from './pictures-screen.tsx';
import { wishOfQuery } from './wish.ts';

/** Milliseconds without a change before an image is requested: a client may cause 30 renderings per minute. */
const PAUSE_MS = 700;

/** Connects the page of pictures. */
export function startPictures(): void {
  const form = findPart('#pictures-form', HTMLFormElement);
  const screen = new PicturesScreen(form);
  let timer = 0;
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    clearTimeout(timer);
    void screen.apply().then(() => {
      // The button may be far below the result, or above the option that is wrong.
      const wrong = form.querySelector<HTMLElement>('[aria-invalid="true"]');
      if (wrong === null) screen.revealStatus();
      else wrong.focus();
    });
  });
  // `change` comes when a slider is let go and a field is left, not at each step.
  form.addEventListener('change', () => {
    clearTimeout(timer);
    timer = window.setTimeout(() => void screen.apply(), PAUSE_MS);
  });
  findPart('#pictures-reset', HTMLButtonElement).addEventListener('click', () => {
    clearTimeout(timer);
    void screen.reset();
  });
  void screen.begin(wishOfQuery(new URLSearchParams(location.search)));
}
