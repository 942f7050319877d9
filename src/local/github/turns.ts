export type InTurn = <T>(work: () => Promise<T>) => Promise<T>;

/** One piece of work at a time, in the order they came. */
export function turns(): InTurn {
  let last: Promise<unknown> = Promise.resolve();
  return function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const mine = last.then(work);
    // The failure is the caller's, who has `mine`; the next one only waits for its end.
    last = mine.catch(() => undefined);
    return mine;
  };
}
