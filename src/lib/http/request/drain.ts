/**
 * Reads the rest of a request body and drops it. A response over an unread body makes the local runtime lose the
 * connection, often that of the next request (https://github.com/cloudflare/workers-sdk/issues/15203). Remove when
 * that is fixed.
 */
export async function drain(request: Request): Promise<void> {
  if (request.body === null || request.bodyUsed) return;
  try {
    await request.body.pipeTo(new WritableStream());
  } catch {
    // The client has disconnected.
  }
}
