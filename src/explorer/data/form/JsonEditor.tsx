import { useEffect, useRef, useState } from 'preact/hooks';

interface Props {
  text: string;
  change: (text: string) => void;
  error: string;
}

const LABEL = 'The document as JSON';

/** JSON as text, with an editor that is loaded when it is opened. Until then, and if that fails, it is a plain input. */
export function JsonEditor({ text, change, error }: Props) {
  const host = useRef<HTMLDivElement>(null);
  const [isReady, setReady] = useState(false);
  const latest = useRef(text);
  latest.current = text;
  useEffect(() => {
    let close = () => {};
    let isGone = false;
    import('../../ui/code-editor.ts')
      .then(({ openEditor }) => {
        if (isGone || host.current === null) return;
        close = openEditor(host.current, { text: latest.current, label: LABEL, change });
        setReady(true);
      })
      .catch(() => undefined);
    return () => {
      isGone = true;
      close();
    };
  }, []);
  return (
    <>
      <div class="code-editor" ref={host} hidden={!isReady} />
      {!isReady && (
        <textarea
          class="code-text"
          aria-label={LABEL}
          aria-invalid={error !== ''}
          rows={14}
          value={text}
          spellcheck={false}
          onInput={({ currentTarget }) => change(currentTarget.value)}
        />
      )}
      <p class="error" role="alert">
        {error}
      </p>
    </>
  );
}
