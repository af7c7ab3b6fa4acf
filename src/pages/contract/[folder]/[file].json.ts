import type { APIRoute, GetStaticPaths } from 'astro';
import { CONTRACTS, contractText } from '../../../platform/contract.ts';

export const prerender = true;

export const getStaticPaths = (() =>
  CONTRACTS.map((name) => ({
    params: { folder: CONTRACT_FOLDER, file: name },
    props: { name },
  }))) satisfies GetStaticPaths;

/** The OpenAPI documents that `/openapi.json` is made of. Only the Worker knows the name of their folder. */
export const GET: APIRoute = ({ props }) => new Response(contractText(props['name']));
