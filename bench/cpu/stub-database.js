// A D1 binding that returns the results of every batch from memory. The recorder runs an unknown batch once.
// workerd wraps the default export as the binding `DB`.

/** @param {{ recorder: { fetch: typeof fetch }, recordings: [string, unknown[]][] }} env */
export default function makeDatabase({ recorder, recordings }) {
  /** @type {Map<string, unknown>} */
  const results = new Map(recordings);

  class Statement {
    /**
     * @param {string} sql
     * @param {unknown[]} values
     */
    constructor(sql, values = []) {
      this.sql = sql;
      this.values = values;
    }

    /** @param {unknown[]} values */
    bind(...values) {
      return new Statement(this.sql, values);
    }
  }

  const database = {
    withSession: () => database,
    getBookmark: () => null,
    /** @param {string} sql */
    prepare: (sql) => new Statement(sql),
    /** @param {Statement[]} statements */
    async batch(statements) {
      const key = statements.map(({ sql, values }) => `${sql}\n${values.join('\t')}`).join('\n');
      const known = results.get(key);
      if (known !== undefined) return known;
      const init = { method: 'POST', body: JSON.stringify({ key, statements }) };
      const recorded = await (await recorder.fetch('http://recorder/', init)).json();
      results.set(key, recorded);
      return recorded;
    },
  };
  return database;
}
