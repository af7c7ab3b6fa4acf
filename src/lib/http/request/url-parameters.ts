/** A parameter as a query writes it in its one encoding. */
interface EncodedParameter {
  name: string;
  /** `name=value` */
  pair: string;
}

/**
 * The parameters of a URL, in order. `URLSearchParams` is asked once, because each of its methods is a call out of
 * JavaScript.
 */
export class UrlParameters implements Iterable<[name: string, value: string]> {
  /** As `URLSearchParams.toString()` writes them. */
  readonly encoded: readonly EncodedParameter[];
  readonly #entries: readonly [name: string, value: string][];

  /** @param search the query of a URL, with its question mark */
  constructor(search: string) {
    this.encoded = search === '' ? [] : encodedParameters(new URLSearchParams(search).toString());
    this.#entries = this.encoded.map(({ name, pair }) => [decode(name), decode(pair.slice(name.length + 1))]);
  }

  [Symbol.iterator](): Iterator<[name: string, value: string]> {
    return this.#entries[Symbol.iterator]();
  }

  /** All values of a name. */
  getAll(name: string): string[] {
    return this.#entries.filter(([other]) => other === name).map(([, value]) => value);
  }
}

function encodedParameters(text: string): EncodedParameter[] {
  const pairs = text.split('&').filter(Boolean);
  return pairs.map((pair) => ({ name: pair.slice(0, pair.indexOf('=')), pair }));
}

/** The text of a name or value (https://url.spec.whatwg.org/#urlencoded-serializing). */
function decode(encoded: string): string {
  try {
    return decodeURIComponent(encoded.replaceAll('+', ' '));
  } catch {
    // The runtime writes bytes that are no UTF-8 as they are, and replaces them when it reads.
    return new URLSearchParams(`=${encoded}`).get('') ?? '';
  }
}

/** A URL and its parameters. */
export interface Address {
  url: URL;
  parameters: UrlParameters;
}

export function addressOf(url: URL): Address {
  return { url, parameters: new UrlParameters(url.search) };
}
