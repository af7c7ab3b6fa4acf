import { type Box, FieldReader, FULL_BOX_BYTES, listBoxes } from '../clean/avif-boxes.ts';

export interface Property {
  type: string;
  payload: Uint8Array;
}

/** Lists the properties of the primary item of a `meta` box (ISO/IEC 23008-12, sections 6.5 and 9.3). */
export function primaryProperties(meta: Uint8Array): Property[] {
  const boxes = listBoxes(meta, FULL_BOX_BYTES, meta.length);
  const primary = boxes.find(({ type }) => type === 'pitm');
  const container = boxes.find(({ type }) => type === 'iprp');
  if (primary === undefined || container === undefined) return [];
  const id = readPrimaryId(meta, primary);
  const parts = listBoxes(meta, container.payload, container.end);
  const properties = parts
    .filter(({ type }) => type === 'ipco')
    .flatMap((box) => listBoxes(meta, box.payload, box.end));
  const indexes = parts.filter(({ type }) => type === 'ipma').flatMap((box) => associated(meta, box, id));
  return indexes.flatMap((index) => {
    const box = properties[index - 1];
    return box === undefined ? [] : [{ type: box.type, payload: meta.subarray(box.payload, box.end) }];
  });
}

function readPrimaryId(meta: Uint8Array, box: Box): number {
  const fields = new FieldReader(meta, box);
  const version = fields.integer(4) >>> 24;
  return fields.integer(version === 0 ? 2 : 4);
}

/** Reads which properties an `ipma` box associates with an item, as indexes from 1. */
function associated(meta: Uint8Array, box: Box, id: number): number[] {
  const fields = new FieldReader(meta, box);
  const header = fields.integer(4);
  const idBytes = header >>> 24 === 0 ? 2 : 4;
  const indexBytes = (header & 1) === 0 ? 1 : 2;
  const mask = indexBytes === 1 ? 0x7f : 0x7fff;
  const indexes: number[] = [];
  for (let entries = fields.integer(4); entries > 0; entries--) {
    const isWanted = fields.integer(idBytes) === id;
    for (let count = fields.integer(1); count > 0; count--) {
      const index = fields.integer(indexBytes) & mask;
      if (isWanted) indexes.push(index);
    }
  }
  return indexes;
}
