import CachePolicy from 'http-cache-semantics';

export interface Question {
  path: string;
  headers: Record<string, string>;
}
export interface Answer {
  status: number;
  headers: Record<string, string>;
  body: string;
}
export type Ask = (question: Question) => Promise<Answer>;

/** The simulated time, in milliseconds. */
export interface Clock {
  now: number;
}

interface Entry {
  policy: CachePolicy;
  answer: Answer;
}

/**
 * One tier of the edge: an RFC 9111 shared cache by `http-cache-semantics`, with purge by tag. It is none of Perigee's
 * code, so that the stand-in is not its own judge.
 */
export class Tier {
  readonly #ask: Ask;
  readonly #Policy: typeof CachePolicy;
  readonly #entries = new Map<string, Entry>();
  readonly #keysByTag = new Map<string, Set<string>>();

  constructor(clock: Clock, ask: Ask) {
    this.#ask = ask;
    this.#Policy = class extends CachePolicy {
      now(): number {
        return clock.now;
      }
    };
  }

  /** Answers from the cache if the directives allow, or from the next tier. */
  readonly ask: Ask = async (question) => conditional(question, await this.#whole(question.path));

  purge(tags: readonly string[]): void {
    for (const tag of tags) {
      for (const key of this.#keysByTag.get(tag) ?? []) this.#entries.delete(key);
      this.#keysByTag.delete(tag);
    }
  }

  async #whole(path: string): Promise<Answer> {
    const entry = this.#entries.get(path);
    if (entry === undefined) return this.#store(path, await this.#ask({ path, headers: {} }));
    const { response, revalidation } = entry.policy.evaluateRequest(requestFor(path));
    if (revalidation === undefined) return { ...entry.answer, headers: textOnly(response.headers) };
    // What the simulated edge does in the background has happened by the next event.
    const renewed = await this.#revalidate(path, entry, textOnly(revalidation.headers));
    return response === undefined ? renewed : { ...entry.answer, headers: textOnly(response.headers) };
  }

  async #revalidate(path: string, entry: Entry, headers: Record<string, string>): Promise<Answer> {
    const answer = await this.#ask({ path, headers });
    if (answer.status !== 304) return this.#store(path, answer);
    const { policy } = entry.policy.revalidatedPolicy(requestFor(path), responseOf(answer));
    entry.policy = policy;
    return { ...entry.answer, headers: textOnly(policy.responseHeaders()) };
  }

  #store(path: string, answer: Answer): Answer {
    const policy = new this.#Policy(requestFor(path), responseOf(answer));
    if (!policy.storable()) throw new Error(`${path} answered what cannot be stored: ${answer.status}`);
    this.#entries.set(path, { policy, answer });
    for (const tag of answer.headers['cache-tag']?.split(',') ?? []) {
      const keys = this.#keysByTag.get(tag) ?? new Set();
      this.#keysByTag.set(tag, keys.add(path));
    }
    return answer;
  }
}

function requestFor(path: string): CachePolicy.HttpRequest {
  return { url: path, method: 'GET', headers: {} };
}

/** The answer with Cloudflare's own header as the `Cache-Control` that this cache obeys. */
function responseOf({ status, headers }: Answer): CachePolicy.HttpResponse {
  const directives = headers['cloudflare-cdn-cache-control'] ?? headers['cache-control'] ?? '';
  return { status, headers: { ...headers, 'cache-control': directives } };
}

/** 304 where the asker holds the answer; its age goes along. */
function conditional({ headers }: Question, answer: Answer): Answer {
  const known = headers['if-none-match'];
  return known !== undefined && known === answer.headers['etag']
    ? { ...answer, status: 304, body: '' }
    : answer;
}

function textOnly(headers: CachePolicy.Headers): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
}
