import { findPart } from '../ui/find-part.ts';

/** The editor of the body. It is loaded when it is opened; until then, and if that fails, the body is a plain input. */
export interface BodyEditor {
  /** Shows the plain input again, with the text of the editor. */
  close(): void;
  /** Shows a text that was changed elsewhere. */
  refresh(): void;
}

export function connectBodyEditor(body: HTMLTextAreaElement): BodyEditor {
  const host = findPart('#console-editor', HTMLDivElement);
  const button = findPart('#console-open-editor', HTMLButtonElement);
  let closeEditor: (() => void) | null = null;

  const close = () => {
    closeEditor?.();
    closeEditor = null;
    host.hidden = true;
    body.hidden = false;
    button.textContent = 'Open the editor';
  };
  const open = async () => {
    const { openEditor } = await import('../ui/code-editor.ts');
    if (closeEditor !== null) return;
    closeEditor = openEditor(host, {
      text: body.value,
      label: 'Body',
      change: (text) => {
        body.value = text;
        body.dispatchEvent(new Event('input'));
      },
    });
    host.hidden = false;
    body.hidden = true;
    button.textContent = 'Close the editor';
  };
  const focusEditor = () => host.shadowRoot?.querySelector<HTMLElement>('.cm-content')?.focus();

  button.addEventListener('click', async () => {
    if (closeEditor !== null) {
      close();
      body.focus();
      return;
    }
    await open().then(focusEditor, () => body.focus());
  });
  return {
    close,
    refresh() {
      if (closeEditor === null) return;
      close();
      void open().catch(() => undefined);
    },
  };
}
