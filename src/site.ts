// WHO may read from a browser. docs/api.md describes the settings.
import { defineSite } from './lib/definition/define-site.ts';

export const site = defineSite({
  cors: { origins: '*' },
});
