// Stores the comment of a form as the API does, and redirects the browser to the post.
import type { APIRoute } from 'astro';
import { postDocument } from '../../lib/documents/serve-writes.ts';
import { documents } from '../../platform/documents.ts';

export const POST: APIRoute = async (context) => {
  const service = { ...documents(context), url: new URL('/api/comments', context.url) };
  const response = await postDocument(context.request, service);
  const { postId } = await response.json<{ postId: number }>();
  return context.redirect(`/blog/${postId}`, 303);
};
