import type { APIRoute, GetStaticPaths } from 'astro';
import { collections } from '../../collections.ts';
import { ANONYMOUS } from '../../lib/auth/caller.ts';
import { visibleTo } from '../../lib/documents/visible-collections.ts';

export const prerender = true;

export const getStaticPaths = (() =>
  Object.values(visibleTo(ANONYMOUS, collections)).map(({ name, jsonSchema }) => ({
    params: { collection: name },
    props: { jsonSchema },
  }))) satisfies GetStaticPaths;

/** The JSON Schema of the documents of a public collection, without their `id`. */
export const GET: APIRoute = ({ props }) => Response.json(props['jsonSchema']);
