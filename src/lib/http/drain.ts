/**
 * Reads what is left of a request's body and drops it. An answer sent over an unread body makes the local runtime
 * lose the connection, often of the next request (cloudflare/workers-sdk#15203).
 */
export async function drain(request: Request): Promise<void> {
  if (request.body === null || request.bodyUsed) return;
  try {
    await request.body.pipeTo(new WritableStream());
  } catch {
    // The client has gone; there is nobody left to answer.
  }
}
