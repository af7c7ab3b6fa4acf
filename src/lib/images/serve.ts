import { matchesNone } from '../http/entity-tag.ts';
import { Problem, readProblem } from '../http/problem.ts';
import type { ImagesConfig } from './config.ts';
import { renderingRequest } from './render/render-request.ts';
import { allowance, findSource, type ListName, type Source, type SourceLists } from './source/allow-list.ts';
import { refuseLoop } from './source/loop.ts';
import { type ImagePath, splitImagePath } from './url/image-path.ts';
import { parseOptions } from './url/option-grammar.ts';
import type { Options } from './url/options.ts';
import { isSigned } from './url/signature.ts';
import { CONNECTION_HEADERS, FORMAT_HEADERS, readClient } from './variant/client-features.ts';
import { canonicalVariant } from './variant/variant.ts';

export interface PictureService {
  config: ImagesConfig;
  lists: SourceLists;
  /** Without one, no signature is valid. */
  signingKey: string | undefined;
  /** Milliseconds since 1970. */
  now: () => number;
  /** Answers a `renderingRequest`, from the cache if it can. */
  render: (request: Request) => Promise<Response>;
}

/** Of what the Renderer answers, all that a client is told beside the status. */
const SHOWN_HEADERS = ['content-type', 'etag'];

/**
 * Answers `/image/{options}/{source}`.
 *
 * @throws Problem 400 for options, 403 for a source that is not allowed or a bad signature, 404, 413, 415, 422, 502,
 * 503 or 504 for what becomes of the source, 508 when the source is Perigee
 */
export async function servePicture(request: Request, service: PictureService): Promise<Response> {
  refuseLoop(request.headers);
  const path = splitImagePath(request.url);
  const options = withPreset(parseOptions(path.options), service.config.presets);
  const { source, list } = await findAllowed(path, options, service);
  if (source.kind === 'remote' && source.url.host === new URL(request.url).host) {
    throw new Problem(
      'source-loop',
      'The source points back to this service; name a file by its path alone.',
    );
  }
  return serveSource(request, source, list, options, service);
}

/** Answers `/image.jpg`: the owner's picture as a JPEG. */
export async function serveHome(request: Request, home: string, service: PictureService): Promise<Response> {
  refuseLoop(request.headers);
  const url = URL.parse(home);
  if (url === null) throw new Problem('source-failed', 'IMAGE_SOURCE is not a URL.');
  const source: Source = { kind: 'remote', url };
  return serveSource(
    request,
    source,
    narrowestList(source, 'home', service.lists),
    { format: 'jpeg' },
    service,
  );
}

async function serveSource(
  request: Request,
  source: Source,
  list: ListName,
  options: Options,
  service: PictureService,
): Promise<Response> {
  const { config, render } = service;
  const variant = canonicalVariant(options, readClient(request.headers), config);
  const { origin } = new URL(request.url);
  const ifNoneMatch = request.headers.get('if-none-match');

  const answer = await render(renderingRequest({ source, list, variant }, origin, ifNoneMatch));
  if (answer.ok || answer.status === 304) return shown(answer, answer.status, options, ifNoneMatch);

  const problem = await readProblem(answer);
  if (options.onerror === 'redirect') return redirectTo(source, problem);
  if (config.fallback === undefined) throw problem;
  const fallback = {
    source: findSource(config.fallback.source.replace(/^\//, ''), service.lists.public),
    list: 'public' as const,
    variant,
  };
  const instead = await render(renderingRequest(fallback, origin, null));
  if (instead.ok) return shown(instead, config.fallback.status, options, null);
  await instead.body?.cancel();
  throw problem;
}

async function findAllowed(
  path: ImagePath,
  options: Options,
  { lists, signingKey, now }: PictureService,
): Promise<{ source: Source; list: ListName }> {
  const list = (await isSigned(path, options, signingKey, now())) ? 'signed' : 'public';
  const source = findSource(path.source, lists[list]);
  return { source, list: narrowestList(source, list, lists) };
}

/** What anybody may ask for is the same picture, whoever asks. */
function narrowestList(source: Source, list: ListName, lists: SourceLists): ListName {
  const isPublic = source.kind === 'asset' || allowance(source.url, lists.public) !== undefined;
  return isPublic ? 'public' : list;
}

function withPreset({ preset, ...given }: Options, presets: ImagesConfig['presets']): Options {
  if (preset === undefined) return given;
  const options = Object.hasOwn(presets, preset) ? presets[preset] : undefined;
  if (options === undefined) {
    throw new Problem(
      'bad-image-option',
      `${preset} is not a preset; allowed: ${Object.keys(presets).join(', ')}.`,
    );
  }
  return { ...options, ...given };
}

async function shown(
  answer: Response,
  status: number,
  options: Options,
  ifNoneMatch: string | null,
): Promise<Response> {
  const headers = new Headers();
  for (const name of SHOWN_HEADERS) {
    const value = answer.headers.get(name);
    if (value !== null) headers.set(name, value);
  }
  // The cache that this answer passes next has a status of its own.
  const cached = answer.headers.get('cf-cache-status');
  if (cached !== null) headers.set('server-timing', `renderer;desc=${cached}`);
  if (options.format === 'auto') headers.append('vary', FORMAT_HEADERS.join(', '));
  if (options['slow-connection-quality'] !== undefined) headers.append('vary', CONNECTION_HEADERS.join(', '));
  if (!matchesNone(ifNoneMatch, headers.get('etag'))) return new Response(answer.body, { status, headers });
  await answer.body?.cancel();
  headers.delete('content-type');
  return new Response(null, { status: 304, headers });
}

/** The source is one that is allowed; the browser may fare better with it. */
function redirectTo(source: Source, problem: Problem): Response {
  const isMissingFile = source.kind === 'asset' && problem.status === 404;
  if (isMissingFile) throw problem;
  const location = source.kind === 'asset' ? source.path : source.url.href;
  return new Response(null, { status: 302, headers: { location } });
}
