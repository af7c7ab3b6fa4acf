import type { ProblemCode } from './problem-codes.ts';

/** What `/problems/{code}` and `docs/errors.md` say about a kind of problem. */
interface ProblemExplanation {
  /** What happened. */
  meaning: string;
  /** What the client or the owner can do about it. */
  remedy: string;
}

/** The explanation of every code. The Worker does not contain it: its pages are made at build. */
export const PROBLEM_EXPLANATIONS: Readonly<Record<ProblemCode, ProblemExplanation>> = {
  'bad-path': {
    meaning: 'A segment of the path is not percent-encoded UTF-8.',
    remedy: 'Encode each segment once, for example with encodeURIComponent().',
  },
  'bad-header': {
    meaning: 'A request header has a value that is malformed or too long.',
    remedy: 'Send the header in the form that `detail` names, or leave it out.',
  },
  'bad-parameter': {
    meaning: 'A query parameter is unknown, or its value is not allowed.',
    remedy: 'Correct the parameter; `errors` maps its name to what is allowed.',
  },
  'query-too-large': {
    meaning: 'The query has more conditions, more text or more embedded documents than one request may have.',
    remedy: 'Send fewer conditions, or ask for a shorter page.',
  },
  'needs-index': {
    meaning:
      'The list could read every row of a large collection, because no index bounds them. Only a token that may write the collection may send such a query.',
    remedy: 'Add the index that `detail` names to `src/collections.ts`, or send more filters.',
  },
  'stream-too-large': {
    meaning: 'The collection is large, and only a token with a read scope may stream all of it.',
    remedy: 'Ask for a part with `_limit`, or send a token that may read the collection.',
  },
  'cursor-lost': {
    meaning:
      'The position of a cursor is lost: its document was changed or deleted, and its sort values have more than 200 bytes.',
    remedy: 'Start again with the first page, without `_after` and `_before`.',
  },
  'malformed-body': {
    meaning: 'The body of the request is not JSON, NDJSON or a form, in UTF-8.',
    remedy: 'Send JSON, for example with JSON.stringify().',
  },
  'bad-image-option': {
    meaning: 'An image option is unknown, repeated, unsupported, or its value is out of range.',
    remedy: 'Correct the option; docs/images.md lists all options and their values.',
  },
  'bad-image-source': {
    meaning:
      'The path is not `/image/{options}/{source}`, or the source is not written as a URL or file path.',
    remedy: 'Write the source unencoded, such as `https://host/photo.jpg` or `pictures/orbit.jpg`.',
  },
  'image-too-large': {
    meaning: 'The requested image has more pixels than the limits in src/images.ts allow.',
    remedy: 'Ask for a smaller width, height or dpr, or raise `limits`.',
  },
  'option-needs-signature': {
    meaning:
      'The URL of the image is not signed, and its options are more than src/images.ts allows in an unsigned URL.',
    remedy: 'Use a preset, sign the URL with `npm run sign`, or set `freeform: true` in src/images.ts.',
  },
  'token-required': {
    meaning: 'The request needs a bearer token and has none.',
    remedy: 'Send `Authorization: Bearer <token>`. `npm start` shows the local token.',
  },
  'token-invalid': {
    meaning: 'The bearer token, or the assertion of Cloudflare Access, is unknown, revoked or expired.',
    remedy:
      'Check the token against `npm run token -- list`, or the `ADMIN_TOKEN` secret of this deployment.',
  },
  'scope-required': {
    meaning: 'The token is valid, but its scopes do not allow this request.',
    remedy: 'Use a token with the scope that `detail` names: `npm run token -- create NAME --scope …`.',
  },
  'cross-site-write': {
    meaning: 'A page of another site made a browser send a write through Cloudflare Access.',
    remedy: 'Send the write from a page of this origin, or with a bearer token.',
  },
  'source-not-allowed': {
    meaning: 'The host or path of the image source is not on the allow-list.',
    remedy: 'Add the host to `sources` in src/images.ts, or sign the URL if it is in `signedSources`.',
  },
  'source-forbidden': {
    meaning: 'The server of the source responded 401 or 403: it does not serve the image to this service.',
    remedy: 'Use a source that needs neither cookies nor credentials.',
  },
  'bad-signature': {
    meaning: 'The signature of an image URL does not match, has expired, or signing is not set up.',
    remedy: 'Sign exactly these options and this source with `npm run sign`.',
  },
  'not-found': {
    meaning: 'No route serves this method and path.',
    remedy: 'Check the path. docs/api.md lists all routes.',
  },
  'no-such-collection': {
    meaning: 'The path names a collection that does not exist, or two collections that are not related.',
    remedy: 'Use one of the collections in src/collections.ts.',
  },
  'no-such-document': {
    meaning: 'The collection has no document with this id, or with one of several.',
    remedy: 'Check the id. Use POST, or PUT with `If-None-Match: *`, to create a document.',
  },
  'changes-not-recorded': {
    meaning: 'The collection exists, and its changes are not recorded.',
    remedy: 'Add `changes: true` to the collection in `src/collections.ts`, or read its list.',
  },
  'no-such-file': {
    meaning: 'The image source is a path of this site, and no file is there.',
    remedy: 'Check the path; it is relative to `public/`.',
  },
  'source-not-found': {
    meaning: 'The server of the source responded 404.',
    remedy: 'Check the URL of the source.',
  },
  'method-not-allowed': {
    meaning: 'The resource exists but does not support this method.',
    remedy: 'Use one of the methods in the `Allow` header.',
  },
  'id-taken': {
    meaning:
      'A document with this id exists already, the id occurs twice in the request, or no automatic id is left.',
    remedy: 'Choose another id, or use PUT to replace the document.',
  },
  'changes-gone': {
    meaning: 'The changes since this version are not all recorded: recording began later.',
    remedy: 'Read all changes again, without `_since`.',
  },
  'source-gone': {
    meaning: 'The server of the source responded 410: the image was deleted for good.',
    remedy: 'Use another source.',
  },
  'precondition-failed': {
    meaning: 'The document is not in the state that If-Match or If-None-Match requires.',
    remedy: 'Read the document again, apply the change to it, and send its present ETag.',
  },
  'body-too-large': {
    meaning:
      'The body of the request, or the document it would make, is larger than 1 MiB or has more than 100,000 values. Several documents may have 8 MB.',
    remedy: 'Send a smaller document, or fewer of them.',
  },
  'source-too-large': {
    meaning:
      'The source has more bytes or pixels than the Images binding accepts, or too much metadata before its dimensions.',
    remedy: 'Use a smaller source.',
  },
  'unsupported-media-type': {
    meaning: 'The Content-Type or Content-Encoding of the body is not supported.',
    remedy:
      'Send `application/json` or `application/x-www-form-urlencoded` in UTF-8, without a Content-Encoding; a POST to a collection accepts `application/x-ndjson` too. `Accept-Patch` lists what PATCH accepts.',
  },
  'not-an-image': {
    meaning: 'The bytes of the source are not a PNG, JPEG, GIF, WebP, AVIF or HEIC image.',
    remedy: 'Use another source. SVG and HTML are never served.',
  },
  'unsupported-image': {
    meaning: 'The Images binding cannot write this image in the requested format.',
    remedy: 'Try format=webp, jpeg or png.',
  },
  'invalid-document': {
    meaning: 'A document does not match the schema of its collection.',
    remedy: 'Correct the parts that `violations` names by JSON Pointer.',
  },
  'idempotency-key-reused': {
    meaning: 'The Idempotency-Key was already used with a different body.',
    remedy: 'Use a new key for a new request.',
  },
  'undecodable-image': {
    meaning: 'The source looks like an image but is damaged, truncated or empty.',
    remedy: 'Replace the source with an intact file.',
  },
  'rate-limited': {
    meaning: 'A rate limit is exceeded. `detail` says which, and its number.',
    remedy: 'Try again after the seconds in `Retry-After`. The cache still serves what it has stored.',
  },
  'internal-error': {
    meaning: 'The Worker failed in a way that it does not explain to clients.',
    remedy: 'Find the log line with the X-Request-Id of this response.',
  },
  'source-unreachable': {
    meaning: 'The server of the source could not be reached.',
    remedy: 'Check that the source URL works, then try again.',
  },
  'source-failed': {
    meaning:
      'The server of the source responded with an unexpected status, or redirected to an address that is not allowed.',
    remedy: 'Check that the source URL works without cookies.',
  },
  'render-failed': {
    meaning: 'The Images binding failed, or returned something that is not an image.',
    remedy: 'Try again, or try another format.',
  },
  'database-busy': {
    meaning:
      'The database did not accept the request in time, or the document changed during every attempt to write it.',
    remedy: 'Try again after the seconds in `Retry-After`.',
  },
  'database-unavailable': {
    meaning: 'The database cannot be read, or it lacks a part that this version needs.',
    remedy:
      'Run `npm run deploy`, or `npm start` for the local database. `/health.json` says what the database lacks.',
  },
  'access-unavailable': {
    meaning: 'The keys that check an assertion of Cloudflare Access cannot be read.',
    remedy: 'Try again after the seconds in `Retry-After`. Check `ACCESS_TEAM`, or use a bearer token.',
  },
  'contract-unavailable': {
    meaning: 'The OpenAPI document that the build made cannot be read from the static files.',
    remedy: 'Try again. If it persists, run `npm run deploy`, which uploads the files again.',
  },
  'write-unconfirmed': {
    meaning:
      'The connection to the database broke or timed out after the write was sent. The write may have been executed.',
    remedy:
      'Read the document before you repeat the request. A repeated POST with the same `Idempotency-Key`, and a PUT or PATCH with `If-Match`, are executed once.',
  },
  'not-configured': {
    meaning: 'The deployment lacks a binding that this request needs.',
    remedy: 'Find the log line with `"event":"configuration"`, which names the binding.',
  },
  'images-busy': {
    meaning: 'The Images binding is busy, takes too long, or its quota is used up.',
    remedy: 'Try again later.',
  },
  'source-busy': {
    meaning: 'The server of the source responded 429 or 503.',
    remedy: 'Try again after the seconds in `Retry-After`.',
  },
  'source-timeout': {
    meaning: 'The server of the source took longer than its time budget.',
    remedy: 'Try again later, or use a faster source.',
  },
  'source-loop': {
    meaning: 'The source leads back to this service.',
    remedy: 'Name a file of this site by its path alone.',
  },
};
