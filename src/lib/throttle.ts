/** A function that may be called often, and works only so often. */
export interface Throttled<Value> {
  (value: Value): void;
  /** Works now, if a value waits. */
  flush(): void;
  /** Drops the waiting value. */
  drop(): void;
}

/** Passes values on at most once in `ms`: the first at once, then the latest of each interval, and always the last. */
export function throttle<Value>(work: (value: Value) => void, ms: number): Throttled<Value> {
  let waiting: { readonly value: Value } | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const pass = () => {
    const next = waiting;
    waiting = null;
    timer = undefined;
    if (next === null) return;
    timer = setTimeout(pass, ms);
    work(next.value);
  };
  return Object.assign(
    (value: Value) => {
      waiting = { value };
      if (timer === undefined) pass();
    },
    {
      flush() {
        clearTimeout(timer);
        pass();
      },
      drop() {
        waiting = null;
        clearTimeout(timer);
        timer = undefined;
      },
    },
  );
}
