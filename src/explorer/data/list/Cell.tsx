import type { CollectionEntry } from '../../../lib/documents/collection-entry.ts';
import { isScalar } from '../form/field-schema.ts';
import { valueAt } from '../form/form-values.ts';
import { isObject, type Json, type JsonObject } from '../json.ts';
import { labelOf } from '../label.ts';
import { picturePath, previewUrl } from '../picture.ts';
import { documentUrl } from '../place.ts';

/** Characters of a value that a table shows. */
const SHOWN = 160;

interface Props {
  document: JsonObject;
  field: string;
  entry: CollectionEntry;
}

/** A value of a table: a reference is a link to its document, and a picture is shown. */
export function Cell({ document, field, entry }: Props) {
  const value = document[field] ?? valueAt(document, field.split('.'));
  const parent = entry.relations.parents.find((relation) => relation.field === field);
  if (parent !== undefined && (typeof value === 'string' || typeof value === 'number')) {
    return <Reference id={value} collection={parent.collection} document={document[parent.expand]} />;
  }
  return <Value value={value} />;
}

export function Reference({ id, collection, document }: ReferenceProps) {
  return (
    <a href={documentUrl(collection, id)}>
      {isObject(document) && labelOf(document) !== String(id) ? (
        <>
          {labelOf(document)} <span class="quiet">{id}</span>
        </>
      ) : (
        `${collection}/${id}`
      )}
    </a>
  );
}

interface ReferenceProps {
  id: string | number;
  collection: string;
  /** The document that is referred to, where it is known. */
  document?: Json | undefined;
}

/** @param isWhole whether a long value is shown to its end */
export function Value({ value, isWhole = false }: { value: Json | undefined; isWhole?: boolean }) {
  const clipped = (text: string) => (isWhole || text.length <= SHOWN ? text : `${text.slice(0, SHOWN)}…`);
  if (value === undefined) return <span class="quiet">–</span>;
  if (value === null) return <code class="quiet">null</code>;
  if (typeof value !== 'string') {
    const isList = Array.isArray(value) && value.every((item: Json) => isScalar(item));
    if (isList) return <span class="clip">{clipped((value as readonly Json[]).join(', '))}</span>;
    return isScalar(value) ? String(value) : <code class="clip">{clipped(JSON.stringify(value))}</code>;
  }
  const picture = picturePath(value, location.origin);
  if (picture !== null) {
    return (
      <span class="picture-value">
        <img
          src={previewUrl(picture, 80)}
          alt=""
          width="40"
          height="40"
          loading="lazy"
          onError={({ currentTarget }) => currentTarget.remove()}
        />
        <a href={picture} class="clip">
          {value}
        </a>
      </span>
    );
  }
  if (/^https?:\/\/\S+$/.test(value)) {
    return (
      <a href={value} rel="noreferrer" class="clip">
        {clipped(value)}
      </a>
    );
  }
  return (
    <span class="clip" title={value.length > 40 ? clipped(value) : undefined}>
      {clipped(value)}
    </span>
  );
}
