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

/** The JSON Schema of a public collection's documents, their id apart. */
export const GET: APIRoute = ({ props }) => Response.json(props['jsonSchema']);
