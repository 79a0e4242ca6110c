/** Numbers and days in cells. */

export function numberOf(cell: string): number | null {
  const value = cell.trim() === '' ? Number.NaN : Number(cell);
  return Number.isFinite(value) ? value : null;
}

/** A cell that begins as 2026-01-31 does, and goes on with nothing or with a time. */
const DAY = /^\s*(\d{4}-\d{2}-\d{2})(?:$|[T\s])/;
/** Returns the day of a date, as text that sorts by time. */
export function dayOf(cell: string): string | null {
  return DAY.exec(cell)?.[1] ?? null;
}
