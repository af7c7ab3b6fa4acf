// WHERE the site is, and WHO may read it from a browser. docs/deploying.md and docs/headers.md describe the settings.
import { defineSite } from './lib/definition/define-site.ts';

export const site = defineSite({
  cors: { origins: '*' },
});
