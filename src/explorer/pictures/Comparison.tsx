import type { ProblemBody } from '../request/exchange.ts';
import { jsonOf, type Received, receivedOf } from '../request/exchange.ts';
import { RequestStrip } from '../request/RequestStrip.tsx';
import { formatBytes, formatMilliseconds } from '../ui/format.ts';
import { JsonView } from '../ui/JsonView.tsx';
import { ProblemPanel } from '../ui/ProblemPanel.tsx';
import type { LoadedImage } from './load-image.ts';

interface Props {
  original: LoadedImage;
  result: LoadedImage;
  alt: string;
  /** What went wrong, where there is no result. */
  problem: ProblemBody | null;
  /** The command that signs the URL, where the options need a signature. */
  signCommand: string | null;
  onAgain(): void;
}

/** The original and the result, with their sizes in bytes. */
export function Comparison({ original, result, alt, problem, signCommand, onAgain }: Props) {
  const received = receivedOf(result.exchange);
  const before = receivedOf(original.exchange);
  return (
    <>
      {problem !== null && (
        <ProblemPanel {...problem}>
          {signCommand !== null && (
            <span>
              This makes a signed URL: <code>{signCommand}</code>
            </span>
          )}
        </ProblemPanel>
      )}
      <div class="pictures-pair">
        <Side title="Original" alt={alt} image={original} />
        {problem === null && <Side title="Result" alt={alt} image={result} />}
      </div>
      {problem === null && before !== null && received !== null && result.picture && (
        <Share before={before.bytes} after={received.bytes} />
      )}
      <RequestStrip exchange={result.exchange} />
      <p class="pictures-again">
        <button type="button" class="button small" onClick={onAgain}>
          Request it again
        </button>
      </p>
    </>
  );
}

function Side({ title, alt, image }: { title: string; alt: string; image: LoadedImage }) {
  const { exchange, picture } = image;
  const received = receivedOf(exchange);
  return (
    <figure class="pictures-side">
      <figcaption>
        <h2>{title}</h2>
        {received?.status === 200 && <SideFacts received={received} picture={picture} />}
      </figcaption>
      {picture !== undefined && (
        <img src={picture.url} width={picture.width} height={picture.height} alt={`${title}: ${alt}`} />
      )}
      {picture === undefined && received !== null && <NoPicture received={received} />}
    </figure>
  );
}

/** A failure has no picture; `format=json` describes an image; a browser may lack the decoder of a format. */
function NoPicture({ received }: { received: Received }) {
  if (received.status !== 200) return <p class="hint">The server responded {received.status}.</p>;
  const value = jsonOf(received);
  if (value !== undefined) return <JsonView value={value} label="Description" />;
  return <p class="hint">This browser does not show it.</p>;
}

function SideFacts({ received, picture }: { received: Received; picture: LoadedImage['picture'] }) {
  const { type, bytes, milliseconds } = received;
  const facts = [
    ['Format', type.replace(/^image\//, '')],
    ...(picture === undefined ? [] : [['Size', `${picture.width} × ${picture.height}`]]),
    ['Weight', formatBytes(bytes)],
    ['Time', formatMilliseconds(milliseconds)],
  ];
  return (
    <dl class="strip-facts">
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** The size of the result relative to the original, as a bar. The status of the page says it in words. */
function Share({ before, after }: { before: number; after: number }) {
  const share = before === 0 ? 1 : Math.min(after / before, 1);
  return (
    <p class="pictures-bar" aria-hidden="true">
      <span style={{ width: `${share * 100}%` }} />
    </p>
  );
}
