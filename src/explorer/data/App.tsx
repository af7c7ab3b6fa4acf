import { useEffect, useRef, useState } from 'preact/hooks';
import { collectionsOf } from '../request/collections-of.ts';
import type { Exchange } from '../request/exchange.ts';
import { RequestStrip } from '../request/RequestStrip.tsx';
import { sendRequest } from '../request/send-request.ts';
import { askForToken } from '../session/ask-for-token.ts';
import { sessionToken } from '../session/token.ts';
import { DocumentScreen } from './document/DocumentScreen.tsx';
import { FailurePanel } from './FailurePanel.tsx';
import { NewScreen } from './form/NewScreen.tsx';
import { CollectionScreen } from './list/CollectionScreen.tsx';
import { documentPath, isWithinPage, type Place, placeOf } from './place.ts';
import { entryOf, type Session, type WriteAction } from './session.ts';
import { UnknownCollection } from './UnknownCollection.tsx';
import { hasUnsaved } from './unsaved.ts';
import { useExchange } from './use-exchange.ts';

interface Opened {
  place: Place | null;
  /** Whether another screen was open before. */
  isMoved: boolean;
}

/** What the reader is told: what was done, or why it was not. */
interface Notice {
  text: string;
  kind: 'good' | 'bad';
}

const NOTHING: Notice = { text: '', kind: 'good' };

/** The data explorer at `/data/{collection}` and below. */
export function App() {
  const [{ place, isMoved }, setOpened] = useState<Opened>(() => ({
    place: placeOf(location),
    isMoved: false,
  }));
  const [notice, setNotice] = useState(NOTHING);
  const [lastWrite, setLastWrite] = useState<Exchange | null>(null);
  const collections = useExchange('/api');
  /** The URL of the screen. */
  const shownAt = useRef(new URL(location.href));
  const latest = useRef<Session['entries'] | null>(null);
  // What was read once stays, so that a failure takes no form away.
  latest.current = collectionsOf(collections.exchange) ?? latest.current;
  const entries = latest.current;

  useEffect(() => {
    const read = () => {
      // A link within the page, such as the one to its content, opens no other screen.
      if (isWithinPage(location) && shownAt.current.pathname === location.pathname) return;
      if (hasUnsaved()) {
        history.pushState(null, '', shownAt.current);
        setNotice({ text: 'This form has changes: save them, or cancel.', kind: 'bad' });
        return;
      }
      shownAt.current = new URL(location.href);
      setOpened({ place: placeOf(location), isMoved: true });
    };
    window.addEventListener('popstate', read);
    return () => window.removeEventListener('popstate', read);
  }, []);

  const session: Session = {
    entries: entries ?? [],
    isMoved,
    tell(text, kind = 'good') {
      setNotice({ text, kind });
    },
    go(url, { notice: text = '', replaces = false } = {}) {
      history[replaces ? 'replaceState' : 'pushState'](null, '', url);
      shownAt.current = new URL(location.href);
      setNotice({ text, kind: 'good' });
      setOpened({ place: placeOf(location), isMoved: true });
    },
    async write(draft) {
      const exchange = await sendRequest(draft);
      setLastWrite(exchange);
      return exchange;
    },
    async permit(collection, action) {
      setNotice(NOTHING);
      if (mayDo(latest.current, collection, action)) return true;
      if (sessionToken() === null && !(await askForToken())) return false;
      const known = collectionsOf(await sendRequest({ method: 'GET', path: '/api' }));
      if (mayDo(known, collection, action)) return true;
      setNotice({
        text: `This token may not ${action} in ${collection}: it needs the scope ${collection}:write.`,
        kind: 'bad',
      });
      return false;
    },
  };

  const failed = collections.exchange !== null && entries === null ? collections.exchange : null;
  return (
    <>
      <p role="status" class="notice" data-kind={notice.kind}>
        {notice.text}
      </p>
      {failed !== null && !collections.isLoading && (
        <>
          <FailurePanel exchange={failed} retry={collections.reload} />
          <RequestStrip exchange={failed} />
        </>
      )}
      {entries !== null && <Screen place={place} session={session} />}
      {lastWrite !== null && (
        <div class="last-write">
          <h2>The last write</h2>
          <RequestStrip exchange={lastWrite} label="The last write" />
        </div>
      )}
    </>
  );
}

function Screen({ place, session }: { place: Place | null; session: Session }) {
  const entry = place === null ? undefined : entryOf(session, place.collection);
  const isDocument = place !== null && (place.id !== null || entry?.singleton === true);
  useEffect(() => {
    const name = place?.id ?? place?.collection ?? 'Data';
    document.title = `${place?.mode.kind === 'new' ? 'New in ' : ''}${name} · Data · Perigee`;
  }, [place]);
  if (place === null || entry === undefined) {
    return <UnknownCollection name={place?.collection ?? ''} session={session} />;
  }
  const key = documentPath(entry.name, place.id);
  if (place.mode.kind === 'new' && !entry.singleton) {
    return <NewScreen key={`${key}#new`} entry={entry} session={session} copyOf={place.mode.copyOf} />;
  }
  return isDocument ? (
    <DocumentScreen
      key={key}
      entry={entry}
      session={session}
      id={entry.singleton ? null : place.id}
      isEditing={place.mode.kind === 'edit'}
    />
  ) : (
    <CollectionScreen key={key} entry={entry} session={session} query={place.query} />
  );
}

function mayDo(entries: Session['entries'] | null, collection: string, action: WriteAction): boolean {
  return entries?.find(({ name }) => name === collection)?.actions.includes(action) ?? false;
}
