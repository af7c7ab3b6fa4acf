import { useState } from 'preact/hooks';
import type { CollectionEntry } from '../../../lib/documents/collection-entry.ts';
import { JsonView } from '../../ui/JsonView.tsx';
import { documentOf, successOf } from '../answers.ts';
import { isScalar } from '../form/field-schema.ts';
import type { Json, JsonObject } from '../json.ts';
import { Reference, Value } from '../list/Cell.tsx';
import { picturePath, previewUrl } from '../picture.ts';
import { documentPath } from '../place.ts';
import { Tabs } from '../Tabs.tsx';
import { useExchange } from '../use-exchange.ts';

interface Props {
  entry: CollectionEntry;
  document: JsonObject;
  headers: Headers;
}

const TABS = [
  { name: 'fields', label: 'Fields' },
  { name: 'json', label: 'JSON' },
];

/** A document by its fields or as JSON, and its version. */
export function DocumentView({ entry, document, headers }: Props) {
  const [tab, setTab] = useState('fields');
  return (
    <Tabs label="How to show the document" tabs={TABS} current={tab} open={setTab}>
      {tab === 'json' ? (
        <JsonView value={document} label="The document as JSON" />
      ) : (
        <dl class="document-fields">
          {Object.entries(document).map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>
                <FieldValue entry={entry} name={name} value={value} />
              </dd>
            </div>
          ))}
        </dl>
      )}
      <p class="hint version-line">{versionText(headers)}</p>
    </Tabs>
  );
}

function FieldValue({ entry, name, value }: { entry: CollectionEntry; name: string; value: Json }) {
  const parent = entry.relations.parents.find(({ field }) => field === name);
  if (parent !== undefined && (typeof value === 'string' || typeof value === 'number')) {
    return <Parent collection={parent.collection} id={value} />;
  }
  const picture = picturePath(value, location.origin);
  if (picture !== null) {
    return (
      <a href={picture} class="large-picture">
        <img
          src={previewUrl(picture, 640)}
          alt=""
          width="320"
          onError={({ currentTarget }) => currentTarget.remove()}
        />
        <span>{String(value)}</span>
      </a>
    );
  }
  if (typeof value === 'string') return <span class="whole-text">{value}</span>;
  if (typeof value === 'object' && value !== null && !(Array.isArray(value) && value.every(isScalar))) {
    return <JsonView value={value} label={name} />;
  }
  return <Value value={value} isWhole />;
}

function Parent({ collection, id }: { collection: string; id: string | number }) {
  const { exchange } = useExchange(documentPath(collection, String(id)));
  return (
    <Reference id={id} collection={collection} document={documentOf(successOf(exchange)) ?? undefined} />
  );
}

/** `ETag` is the version and the time of the change, `"{version}-{milliseconds}"`. */
function versionText(headers: Headers): string {
  const etag = headers.get('etag') ?? '';
  const modified = headers.get('last-modified');
  const version = /^"(\d+)-/.exec(etag)?.[1];
  const when =
    modified === null
      ? ''
      : `, changed ${new Date(modified).toISOString().replace('T', ' ').slice(0, 16)} UTC`;
  return version === undefined ? `ETag ${etag}` : `Version ${version}${when}. ETag ${etag}`;
}
