import type { APIRoute } from 'astro';
import { getHealth } from '../lib/documents/serve-health.ts';
import { optionsFor } from '../lib/http/response/methods.ts';
import { build, documents, version } from '../platform/documents.ts';

export const GET: APIRoute = (context) => getHealth(documents(context).database.d1, build(), version());
export const OPTIONS = optionsFor('GET', 'HEAD');
