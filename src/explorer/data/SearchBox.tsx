interface Props {
  text: string;
  search: (text: string) => void;
}

/** Finds documents by a text in any of their values (`q`). */
export function SearchBox({ text, search }: Props) {
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const form = event.currentTarget as HTMLFormElement;
    search(String(new FormData(form).get('q') ?? '').trim());
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: Preact knows no <search> element.
    <form role="search" class="search-box" onSubmit={submit}>
      <label for="q">Search</label>
      <input
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
