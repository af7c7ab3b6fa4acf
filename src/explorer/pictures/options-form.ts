import { findPart } from '../ui/find-part.ts';
import type { Complaint } from './wanted-image.ts';
import type { Wish } from './wish.ts';

/** The controls of `src/pages/pictures.astro`: the source, and one for each option. */
export interface OptionsForm {
  read(): Wish;
  write(wish: Wish): void;
  /** Shows a complaint at its control, and clears all others. */
  complain(complaint: Complaint | null): void;
  /** Shows at their controls what was made instead of what was asked for. */
  noteRounded(rounded: ReadonlyMap<string, string>): void;
}

type Control = HTMLInputElement | HTMLSelectElement;

export function connectOptions(form: HTMLFormElement): OptionsForm {
  const source = findPart('#pictures-source', HTMLInputElement);
  const controls = ([...form.elements] as object[]).filter(
    (one): one is Control =>
      (one instanceof HTMLInputElement || one instanceof HTMLSelectElement) && nameOf(one) !== '',
  );
  const samples = [...form.querySelectorAll<HTMLInputElement>('input[name="sample"]')];

  const markSample = () => {
    for (const sample of samples) sample.checked = sample.value === source.value;
  };
  for (const sample of samples) {
    sample.addEventListener('change', () => {
      source.value = sample.value;
    });
  }
  source.addEventListener('input', markSample);
  // A slider shows a number beside it, and follows it.
  for (const slider of form.querySelectorAll<HTMLInputElement>('[data-slider]')) {
    const number = findPart(`#${slider.dataset['slider']}`, HTMLInputElement);
    slider.addEventListener('input', () => {
      number.value = slider.value;
    });
    number.addEventListener('input', () => follow(slider));
  }

  return {
    read() {
      const given = controls
        .map((control) => [nameOf(control), decoded(control.value.trim())] as const)
        .filter(([, value]) => value !== '');
      return { source: source.value.trim(), options: Object.fromEntries(given) };
    },
    write(wish) {
      source.value = wish.source;
      markSample();
      for (const control of controls) {
        const value = wish.options[nameOf(control)] ?? '';
        // A select cannot show a value of the URL that is not among its own, such as a point as gravity.
        if (
          control instanceof HTMLSelectElement &&
          ![...control.options].some((one) => one.value === value)
        ) {
          control.add(new Option(value, value));
        }
        control.value = value;
        // An option that is in use is not hidden.
        if (value !== '') control.closest('details')?.setAttribute('open', '');
      }
      for (const slider of form.querySelectorAll<HTMLInputElement>('[data-slider]')) follow(slider);
    },
    complain(complaint) {
      for (const control of [source, ...controls]) {
        const isWrong = complaint !== null && (complaint.control ?? '') === (nameOf(control) || 'source');
        control.setAttribute('aria-invalid', String(isWrong));
        errorOf(control).textContent = isWrong ? complaint.message : '';
        if (isWrong) control.closest('details')?.setAttribute('open', '');
      }
    },
    noteRounded(rounded) {
      for (const control of controls) {
        const made = rounded.get(nameOf(control));
        const note = document.getElementById(`${control.id}-made`);
        if (note !== null)
          note.textContent =
            made === undefined ? '' : `Made as ${made}: URLs without a signature have usual numbers.`;
      }
    },
  };
}

/** Moves a slider to the number beside it, or to its initial position if there is no number. */
function follow(slider: HTMLInputElement): void {
  const { value } = findPart(`#${slider.dataset['slider']}`, HTMLInputElement);
  slider.value = value === '' ? (slider.dataset['unset'] ?? '') : value;
}

/** The option of a control; empty for other controls. */
function nameOf(control: Control): string {
  return control.dataset['option'] ?? '';
}

/** A value that was typed as URLs have it, such as `%23ff8800`. No option has a value with a percent sign. */
function decoded(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}

function errorOf(control: Control): HTMLElement {
  return findPart(`#${control.id}-error`, HTMLParagraphElement);
}

/** The options of `Perigee-Variant`: the variant that was made, if it differs from that of the URL. */
export function roundedOptions(header: string | null): Map<string, string> {
  const parts = (header ?? '').split(',').filter(Boolean);
  return new Map(parts.map((part) => [part.replace(/=.*$/, ''), part.replace(/^[^=]*=/, '')]));
}
