/** The numbers that chunks can be cut by. */

/** Fewest tokens of a chunk: fewer say little, and the engine cuts none. */
const FEWEST = 8;

/** Bounds of a number of tokens, both of them allowed. */
interface Range {
  readonly least: number;
  readonly most: number;
}

interface ChunkRanges {
  readonly size: Range;
  /** Tokens that two chunks share: at most half of one. */
  readonly overlap: Range;
}

/**
 * Returns what the numbers of a chunk can be.
 * @param size Tokens of a chunk as typed; null for as many as fit.
 * @param most Tokens that fit.
 */
export function chunkRanges(size: number | null, most: number): ChunkRanges {
  const own = { least: FEWEST, most };
  return { size: own, overlap: { least: 0, most: Math.floor((putIn(size, own) ?? most) / 2) } };
}

/** Returns the whole number of the range that is used for one that was typed; null for none. */
export function putIn(value: number | null, { least, most }: Range): number | null {
  return value === null ? null : Math.max(least, Math.min(Math.floor(value), most));
}

/** Says which numbers a field takes: "8–238". */
export function rangeInWords({ least, most }: Range): string {
  return `${least.toLocaleString('en')}–${most.toLocaleString('en')}`;
}

/** Says that another number is used than the one typed; nothing where it is the same. */
export function changeInWords(name: string, value: number | null, range: Range): string {
  const used = putIn(value, range);
  if (value === null || used === null || used === value) return '';
  const typed = value.toLocaleString('en');
  return `${name}: ${used.toLocaleString('en')} instead of ${typed}, for it takes whole numbers of ${rangeInWords(range)}.`;
}
