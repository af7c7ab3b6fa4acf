/**
 * Waits for a call of a binding within a time limit. Nothing can cancel the call itself.
 *
 * @param ms time limit, in milliseconds
 * @param timeoutError returns the error to throw when the call takes longer
 */
export function withinTime<Result>(
  call: Promise<Result>,
  ms: number,
  timeoutError: () => Error,
): Promise<Result> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(timeoutError()), ms);
    // Every call of the database passes here, and `Promise.race()` with `finally` would make more promises.
    call.then(
      (result) => {
        clearTimeout(timer);
        resolve(result);
      },
      (error) => {
        clearTimeout(timer);
        reject(error);
      },
    );
  });
}
