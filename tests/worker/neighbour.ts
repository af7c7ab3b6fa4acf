// Another Worker of the owner's, bound to the Renderer.
export default { fetch: () => new Response('') } satisfies ExportedHandler;
