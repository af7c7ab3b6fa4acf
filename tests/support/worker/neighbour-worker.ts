// Another Worker of the same owner, with a service binding to the Renderer.
export default { fetch: () => new Response('') } satisfies ExportedHandler;
