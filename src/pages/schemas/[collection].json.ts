import type { APIRoute, GetStaticPaths } from 'astro';
import { collections } from '../../collections.ts';

export const prerender = true;

export const getStaticPaths = (() =>
  Object.values(collections)
    .filter(({ access }) => access.read === 'public')
    .map(({ name, jsonSchema }) => ({
      params: { collection: name },
      props: { jsonSchema },
    }))) satisfies GetStaticPaths;

/** The JSON Schema of the documents of a public collection, without their `id`. */
export const GET: APIRoute = ({ props }) => Response.json(props['jsonSchema']);
