/**
 * The result of a call of a binding, or an error when it takes longer. Nothing can cancel the call itself.
 *
 * @param ms time limit, in milliseconds
 * @param late makes the error
 */
export async function withinTime<Result>(
  call: Promise<Result>,
  ms: number,
  late: () => Error,
): Promise<Result> {
  const { promise, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(late()), ms);
  try {
    return await Promise.race([call, promise]);
  } finally {
    clearTimeout(timer);
  }
}
