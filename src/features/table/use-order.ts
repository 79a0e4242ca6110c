import { useEffect, useState } from 'react';
import { orderRows, type Sort } from './order.ts';
import type { TableResult } from './result.ts';

/** Milliseconds that the typing rests before the rows are looked through. */
const REST_MS = 120;

interface Ordered {
  /** The rows that the order is of. */
  readonly result: TableResult;
  /** Indices of the rows that are shown; null is all, as they stand. */
  readonly order: Int32Array | null;
}

/** Rows found and sorted. What was there before stays until then, so that the table does not blink. */
export function useOrder(result: TableResult, typed: string, sort: Sort | null): Ordered {
  const [ordered, setOrdered] = useState<Ordered>({ result, order: null });
  useEffect(() => {
    const controller = new AbortController();
    const timer = setTimeout(
      () =>
        void orderRows(result, typed, sort, controller.signal).then(
          (order) => setOrdered({ result, order }),
          // Cancelled: another order is made.
          () => undefined,
        ),
      typed === '' ? 0 : REST_MS,
    );
    return () => {
      clearTimeout(timer);
      controller.abort();
    };
  }, [result, typed, sort]);
  return ordered;
}
