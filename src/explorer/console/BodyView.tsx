import { useEffect, useState } from 'preact/hooks';
import { jsonOf, type Received } from '../request/exchange.ts';
import { CopyButton } from '../ui/CopyButton.tsx';
import { formatBytes } from '../ui/format.ts';
import { JsonView } from '../ui/JsonView.tsx';
import { ScrollRegion } from '../ui/ScrollRegion.tsx';
import { saveBlob } from '../ui/save-blob.ts';

/** Characters of a body that are shown. A longer one is cut, and can be saved. */
const MAX_SHOWN = 200_000;

/** The body of a response, as what it is: JSON, a picture, text, or bytes to save. */
export function BodyView({ received, path }: { received: Received; path: string }) {
  const { body, bytes, type } = received;
  if (bytes === 0) return <p class="hint">The response has no body.</p>;
  return (
    <>
      <Content received={received} />
      <p class="console-body-actions">
        {typeof body === 'string' && bytes <= MAX_SHOWN && <CopyButton text={body}>Copy body</CopyButton>}
        <button
          type="button"
          class="button small"
          onClick={() => saveBlob(new Blob([body], { type }), fileName(path, type))}
        >
          Save {formatBytes(bytes)}
        </button>
      </p>
    </>
  );
}

function Content({ received }: { received: Received }) {
  const { body, type } = received;
  if (typeof body !== 'string') {
    return type.startsWith('image/') ? (
      <Picture blob={body} />
    ) : (
      <p>The body is not text. It can be saved.</p>
    );
  }
  const value = body.length <= MAX_SHOWN ? jsonOf(received) : undefined;
  if (value !== undefined) return <JsonView value={value} label="Response body" />;
  return (
    <>
      {body.length > MAX_SHOWN && (
        <p class="hint">These are the first {formatBytes(MAX_SHOWN)}. The whole body can be saved.</p>
      )}
      <ScrollRegion class="json" label="Response body">
        <pre>{body.slice(0, MAX_SHOWN)}</pre>
      </ScrollRegion>
    </>
  );
}

/** A picture as a data URL: the Content-Security-Policy of the pages has no `blob:`. */
function Picture({ blob }: { blob: Blob }) {
  const [source, setSource] = useState<string>();
  const [size, setSize] = useState('');
  useEffect(() => {
    const reader = new FileReader();
    reader.onload = () => setSource(String(reader.result));
    reader.readAsDataURL(blob);
    return () => reader.abort();
  }, [blob]);
  if (source === undefined) return null;
  return (
    <figure class="console-picture">
      <img
        src={source}
        alt="The body of the response"
        onLoad={({ currentTarget: { naturalWidth, naturalHeight } }) =>
          setSize(`${naturalWidth} × ${naturalHeight} px`)
        }
      />
      <figcaption>
        {size} {blob.type}, {formatBytes(blob.size)}
      </figcaption>
    </figure>
  );
}

/** A name for the file of a body, such as `users.json`. */
function fileName(path: string, type: string): string {
  const [last = 'response'] = path.replace(/\?.*$/s, '').split('/').reverse().filter(Boolean);
  const [, extension = 'txt'] = /[/+](?:x-)?(\w+)$/.exec(type) ?? [];
  return last.includes('.') ? last : `${last}.${extension === 'plain' ? 'txt' : extension}`;
}
