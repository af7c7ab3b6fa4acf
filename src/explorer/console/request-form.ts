import type { Draft } from '../request/draft.ts';
import { ownPath } from '../request/own-path.ts';
import { hasBody, type Refusal } from '../request/refusal.ts';
import { findPart } from '../ui/find-part.ts';
import { connectBodyEditor } from './body-editor.ts';
import { addHeaderRow, readHeaderRows, writeHeaderRows } from './header-rows.ts';

const OTHER = 'other';
const JSON_TYPE = 'application/json';

/** The fields of the form, which `src/pages/console.astro` renders. */
export interface RequestForm {
  read(): Draft;
  write(draft: Draft): void;
  /** Shows why the draft cannot be sent, at the field that is wrong; `null` clears it. */
  refuse(refusal: Refusal | null): void;
}

export function connectForm(): RequestForm {
  const method = findPart('#console-method', HTMLSelectElement);
  const otherMethod = findPart('#console-other-method', HTMLInputElement);
  const path = findPart('#console-path', HTMLInputElement);
  const body = findPart('#console-body', HTMLTextAreaElement);
  const bodyPart = findPart('#console-body-part', HTMLDivElement);
  const bodyHint = findPart('#console-body-hint', HTMLParagraphElement);
  const fields = { method: otherMethod, path, headers: null, body };

  const editor = connectBodyEditor(body);

  const methodOf = () => (method.value === OTHER ? otherMethod.value.trim().toUpperCase() : method.value);
  const show = () => {
    otherMethod.parentElement?.toggleAttribute('hidden', method.value !== OTHER);
    bodyPart.toggleAttribute('hidden', !hasBody(methodOf()));
    bodyHint.textContent = jsonHint(body.value);
  };
  method.addEventListener('change', () => {
    show();
    if (method.value === OTHER) otherMethod.focus();
    // JSON is what the API reads, and a browser would say `text/plain`.
    if (hasBody(methodOf()) && !hasType(readHeaderRows())) addHeaderRow('Content-Type', JSON_TYPE);
  });
  body.addEventListener('input', show);
  findPart('#console-add-header', HTMLButtonElement).addEventListener('click', () => addHeaderRow().focus());
  findPart('#console-format', HTMLButtonElement).addEventListener('click', () => {
    const value = parsed(body.value);
    if (value !== undefined) body.value = JSON.stringify(value, null, 2);
    editor.refresh();
    show();
  });

  return {
    read() {
      const current = methodOf();
      const typed = ownPath(path.value, location.origin);
      return {
        method: current,
        path: 'path' in typed ? typed.path : path.value,
        headers: readHeaderRows(),
        ...(hasBody(current) && body.value !== '' && { body: body.value }),
      };
    },
    write(draft) {
      const isListed = [...method.options].some(({ value }) => value === draft.method);
      method.value = isListed ? draft.method : OTHER;
      otherMethod.value = isListed ? '' : draft.method;
      path.value = draft.path;
      body.value = draft.body ?? '';
      // The text is read from its beginning.
      body.setSelectionRange(0, 0);
      body.scrollTop = 0;
      editor.close();
      writeHeaderRows(draft.headers ?? {});
      show();
    },
    refuse(refusal) {
      for (const part of ['method', 'path', 'headers', 'body'] as const) {
        const isWrong = refusal?.part === part;
        findPart(`#console-${part}-error`, HTMLParagraphElement).textContent = isWrong ? refusal.message : '';
        fields[part]?.setAttribute('aria-invalid', String(isWrong));
        if (isWrong) fields[part]?.focus();
      }
    },
  };
}

function hasType(headers: Record<string, string>): boolean {
  return Object.keys(headers).some((name) => name.toLowerCase() === 'content-type');
}

/** What is said of a body that looks like JSON and is none. It can be sent all the same. */
function jsonHint(text: string): string {
  if (!/^\s*[[{"]/.test(text) || parsed(text) !== undefined) return '';
  return 'This is not JSON yet.';
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
