// bknd over D1, with its schema in code and the users of the benchmark. `warm` keeps the app between the requests of an
// isolate: https://docs.bknd.io/integration/cloudflare/#using-a-different-mode
import { boolean, em, entity, json, number, text } from 'bknd';
import { serve } from 'bknd/adapter/cloudflare';

const schema = em(
  {
    users: entity('users', {
      name: text(),
      age: number(),
      city: text(),
      email: text(),
      active: boolean(),
      address: json(),
    }),
  },
  ({ index }, { users }) => index(users).on(['name']),
);

/** Rows of the request, if requests are sent one by one. */
let rows = { read: 0, written: 0 };

const bknd = serve(
  {
    config: { data: schema.toJSON() },
    options: { mode: 'code' },
    adminOptions: false,
    registerMedia: false,
    bindings: ({ DB }) => ({ db: counted(DB) }),
    // Makes the table with the first request.
    onBuilt: (app) => app.em.schema().sync({ force: true }),
  },
  () => ({ warm: true }),
);

export default {
  async fetch(request, env, context) {
    rows = { read: 0, written: 0 };
    const response = await bknd.fetch(request, env, context);
    response.headers.set('server-timing', `db;desc="rows_read=${rows.read} rows_written=${rows.written}"`);
    return response;
  },
};

/** The part of D1 that bknd's queries use, which counts rows. */
function counted(database) {
  return {
    prepare: (statement) => database.prepare(statement),
    async batch(statements) {
      const results = await database.batch(statements);
      for (const { meta } of results) {
        rows.read += meta.rows_read;
        rows.written += meta.rows_written;
      }
      return results;
    },
  };
}
