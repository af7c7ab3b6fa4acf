import type { APIRoute, GetStaticPaths } from 'astro';
import { collections } from '../../collections.ts';

export const prerender = true;

export const getStaticPaths = (() =>
  Object.values(collections).map(({ name, jsonSchema }) => ({
    params: { collection: name },
    props: { jsonSchema },
  }))) satisfies GetStaticPaths;

/** The JSON Schema of a collection's documents, their id apart. */
export const GET: APIRoute = ({ props }) => Response.json(props['jsonSchema']);
