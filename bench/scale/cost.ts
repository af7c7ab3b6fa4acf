/** The cost of one request. */
export interface Cost {
  status: number;
  /** The code of a problem; `null` for any other response. */
  code: string | null;
  /** The documents of the body, embedded ones included. */
  documents: number;
  /** Figures of `Server-Timing`; 0 without a round trip to the database. */
  rowsRead: number;
  rowsWritten: number;
  roundTrips: number;
  /** Bytes of the body, uncompressed. */
  bytes: number;
}

/** Reads a response to the end. Returns its cost. */
export async function costOf(response: Response): Promise<Cost> {
  const text = await response.text();
  const type = response.headers.get('content-type') ?? '';
  const body: unknown = text === '' ? null : bodyOf(type, text);
  const timing = response.headers.get('server-timing') ?? '';
  const figure = (name: string) => Number(new RegExp(`${name}=(\\d+)`).exec(timing)?.[1] ?? 0);
  return {
    status: response.status,
    code: response.ok ? null : codeOf(body),
    documents: response.ok ? documentsIn(body) : 0,
    rowsRead: figure('rows_read'),
    rowsWritten: figure('rows_written'),
    roundTrips: figure('round_trips'),
    bytes: new TextEncoder().encode(text).byteLength,
  };
}

/** Parses a body. Each line of a stream becomes a document. */
function bodyOf(type: string, text: string): unknown {
  if (type.startsWith('application/x-ndjson'))
    return text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
  // The first line is the header row. No cell of the benchmark has a line break.
  if (type.startsWith('text/csv'))
    return text
      .trimEnd()
      .split('\r\n')
      .slice(1)
      .map((id) => ({ id }));
  return type.includes('json') ? JSON.parse(text) : null;
}

function codeOf(body: unknown): string | null {
  return typeof body === 'object' && body !== null && 'code' in body ? String(body.code) : null;
}

function documentsIn(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  // A change has the id of its document.
  const own = 'id' in value && !('document' in value) ? 1 : 0;
  return Object.values(value).reduce<number>((sum, member) => sum + documentsIn(member), own);
}
