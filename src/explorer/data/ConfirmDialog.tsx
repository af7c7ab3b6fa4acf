import type { ComponentChildren } from 'preact';
import { useEffect, useId, useRef, useState } from 'preact/hooks';

interface Props {
  title: string;
  /** What the button does. */
  action: string;
  /** @returns whether it was done; if not, the dialog stays and shows why */
  confirm: () => Promise<boolean>;
  /** Called after the dialog has closed, so that the focus can move to the page. */
  done: () => void;
  cancel: () => void;
  children: ComponentChildren;
}

/** Asks before something that cannot be taken back. The focus begins at the way out. */
export function ConfirmDialog({ title, action, confirm, done, cancel, children }: Props) {
  const element = useRef<HTMLDialogElement>(null);
  const [isBusy, setBusy] = useState(false);
  const id = useId();
  useEffect(() => element.current?.showModal(), []);
  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    setBusy(true);
    const isDone = await confirm();
    setBusy(false);
    if (!isDone) return;
    element.current?.close();
    done();
  };
  return (
    <dialog ref={element} class="dialog" aria-labelledby={id} onClose={cancel}>
      <form onSubmit={submit}>
        <h2 id={id}>{title}</h2>
        {children}
        <p class="dialog-actions">
          {/* biome-ignore lint/a11y/noAutofocus: The focus must not begin at the deletion. */}
          <button type="button" class="button" autoFocus onClick={() => element.current?.close()}>
            Cancel
          </button>
          <button type="submit" class="button danger" disabled={isBusy}>
            {action}
          </button>
        </p>
      </form>
    </dialog>
  );
}
