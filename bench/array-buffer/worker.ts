/** The tutorial's endpoint for a picture, with the source of the request. */
export default {
  async fetch(request) {
    const source = new URL(request.url).searchParams.get('source') ?? '';
    const response = await fetch(source);
    return new Response(await response.arrayBuffer());
  },
} satisfies ExportedHandler;
