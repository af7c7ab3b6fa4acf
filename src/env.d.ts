declare namespace App {
  interface Locals {
    /** The row of the cache policy that the answer under way belongs to. */
    answerKind?: import('./lib/cache/policy.ts').AnswerKind;
    /** What the request has cost the database so far. */
    meter: import('./lib/documents/store/database.ts').Meter;
  }
}
