declare namespace App {
  interface Locals {
    /** The row of the cache policy that the answer under way belongs to. */
    answerKind?: import('./lib/cache/policy.ts').AnswerKind;
  }
}
