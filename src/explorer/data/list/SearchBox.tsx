import { useEffect, useRef } from 'preact/hooks';

interface Props {
  text: string;
  search: (text: string) => void;
}

/** Finds documents by a text in any of their values (`q`). */
export function SearchBox({ text, search }: Props) {
  const input = useRef<HTMLInputElement>(null);
  // The text of the URL, also after the reader went back.
  useEffect(() => {
    if (input.current !== null) input.current.value = text;
  }, [text]);
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    search(input.current?.value.trim() ?? '');
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: Preact knows no <search> element.
    <form role="search" class="search-box" onSubmit={submit}>
      <label for="q">Search</label>
      <input
        ref={input}
        id="q"
        name="q"
        type="search"
        defaultValue={text}
        maxLength={64}
        placeholder="Text in any value"
      />
      <button type="submit" class="button">
        Search
      </button>
    </form>
  );
}
