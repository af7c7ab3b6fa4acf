declare namespace App {
  interface Locals {
    /** What the request has cost the database so far. */
    meter: import('./lib/documents/store/database.ts').Meter;
  }
}
