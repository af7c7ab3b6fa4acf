/**
 * Waits for a call of a binding within a time limit. Nothing can cancel the call itself.
 *
 * @param ms time limit, in milliseconds
 * @param timeoutError returns the error to throw when the call takes longer
 */
export async function withinTime<Result>(
  call: Promise<Result>,
  ms: number,
  timeoutError: () => Error,
): Promise<Result> {
  const { promise, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(timeoutError()), ms);
  try {
    return await Promise.race([call, promise]);
  } finally {
    clearTimeout(timer);
  }
}
