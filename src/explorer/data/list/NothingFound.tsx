interface Props {
  isFiltered: boolean;
  clear: () => void;
  create: () => void;
}

/** A list without documents: nothing matches, or nothing is stored yet. */
export function NothingFound({ isFiltered, clear, create }: Props) {
  return isFiltered ? (
    <div class="panel nothing">
      <h3>No document matches</h3>
      <p>The filters and the text together match nothing.</p>
      <button type="button" class="button" onClick={clear}>
        Show all documents
      </button>
    </div>
  ) : (
    <div class="panel nothing">
      <h3>No documents here</h3>
      <p>The collection is empty, or this page is behind the last document.</p>
      <button type="button" class="button primary" onClick={create}>
        Create the first
      </button>{' '}
      <button type="button" class="button" onClick={clear}>
        Show the first page
      </button>
    </div>
  );
}
