import { CopyButton } from '../ui/CopyButton.tsx';
import type { ImageSnippet } from './image-snippets.ts';

/** What to copy to use the image that was made. */
export function SnippetList({ snippets }: { snippets: readonly ImageSnippet[] }) {
  if (snippets.length === 0) return null;
  return (
    <section aria-labelledby="pictures-snippets">
      <h2 id="pictures-snippets">Use it</h2>
      {snippets.map(({ name, code }) => (
        <figure class="pictures-snippet" key={name}>
          <figcaption>
            <h3>{name}</h3>
            <CopyButton text={code}>
              Copy<span class="hidden"> {name}</span>
            </CopyButton>
          </figcaption>
          <pre>{code}</pre>
        </figure>
      ))}
    </section>
  );
}
