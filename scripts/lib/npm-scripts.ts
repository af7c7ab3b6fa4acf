/** What each npm script does, for `docs/scripts.md`. A script without a line here, or the reverse, fails the check. */
export const NPM_SCRIPTS: Readonly<Record<string, string>> = {
  start:
    'Builds the Worker, migrates the local database and serves the build. Arguments go to `wrangler dev`.',
  test: 'Builds the Worker, then runs all tests except those of `test:dev`. Random input is the same in each run. The variable `FUZZ_SEED` sets another seed, and `random` draws one.',
  token:
    "`create NAME --scope 'users:write'` prints a new token, `list` shows all, `revoke NAME` revokes one. `--expires 90d` sets its lifetime, `--remote` uses the deployed database.",
  types:
    'Writes TypeScript types of all routes and collections, for the repository of a client. `-- --out FILE` names the file.',
  init: 'Writes `src/collections.ts` for a `db.json`, an NDJSON or CSV file, or a folder of them. It asks before it overwrites; `-- --yes` skips the question.',
  import:
    'Stores the documents of a `db.json`, an NDJSON or CSV file, or a folder of them, in the Worker that `npm start` serves, or in the Worker at `-- --to URL`. It can be repeated. `-- --dry-run` only checks them.',
  export:
    'Writes all documents of the Worker that `npm start` serves, or of the Worker at `-- --from URL`, to `export.json`. `-- --to db.json` names another file, `-- --format csv` or `ndjson` writes a folder, `-- --since FILE` writes only what has changed.',
  sign: 'Prints the signed path of an image.',
  deploy:
    'Builds, prepares the deployed database and deploys. `-- --dry-run` prints the steps. Other arguments go to `wrangler deploy`.',
  sync: 'Makes the tables of the database fit `src/collections.ts`. `-- --dry-run` prints the changes, `-- --expand` drops nothing, `-- --repair` computes columns and counts again, `-- --check` lists documents that the schemas refuse, `-- --drop NAME` deletes an undeclared collection, `-- --remote` uses the deployed database.',
  seed: 'Stores the first documents, which `src/collections.ts` names, in a database that was never written to. `-- --remote` uses the deployed database.',
  reset:
    'Deletes the local database, after asking. `-- --yes` skips the question. `npm start` creates it again.',
  dev: "Starts Astro's development server on the same local database and token.",
  build: 'Builds the Worker into `dist/`.',
  preview: 'Serves `dist/` with `astro preview`.',
  check: 'Checks types, lint, format and the generated tables of the docs.',
  format: 'Formats the code and fixes what the linter can fix.',
  docs: 'Regenerates the tables of the docs from the code. `-- --check` only compares them.',
  'worker-types': 'Regenerates `worker-configuration.d.ts`. Run it after a change of `wrangler.toml`.',
  'test:views': 'Tests the site in all four views. `npm test` uses two: wide and light, narrow and dark.',
  'test:dev': 'Tests the development server, which `npm test` does not.',
  'test:fuzz':
    'Builds, then sends 20,000 random requests and checks every response. `-- 1000` sets their number; the variable `FUZZ_SEED` repeats a run.',
  'test:durability':
    'Kills a Worker under 8 writers, 20 times, and compares its database with the acknowledged writes. Linux only. `-- 5` sets the number of kills.',
  'test:soak':
    'Builds, then sends mixed traffic for 10 minutes and fails on an error or when the memory grows. Linux only. `-- 6` sets the minutes.',
  'bench:api':
    'Builds, then compares the API with json-server, bknd, which it installs, and a hand-written Worker. `-- --documents 10000` sets the number of documents.',
  'bench:images':
    'Builds, then measures the memory and the first byte of large images, compared with `arrayBuffer()` and ipx.',
  'bench:moving':
    'Imports 100,000 documents, kills an import halfway and repeats it, exports them and compares. Prints time and memory. Linux only. `-- 10000` sets their number.',
  'bench:site':
    'Builds, then measures four pages with Lighthouse, on a phone and a desktop, and fails below a score of 95. `-- / /reference` selects pages.',
  'bench:edge':
    'Builds, then replays 100,000 requests through a simulated edge and compares with the lower bound.',
  'bench:cpu':
    "Builds, then measures the Worker's own CPU time per request and the first request of an isolate. Linux only.",
  'bench:cost':
    'Measures what requests of an anonymous client cost, and writes the table of `docs/cost.md`. Linux only.',
  'bench:scale':
    'Measures requests at 10,000, 100,000 and 1,000,000 documents and fails when one exceeds its bound. Linux only. `-- 10000 100000` selects sizes.',
};
