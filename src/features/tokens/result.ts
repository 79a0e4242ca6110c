import type { Item, Sides } from '../../app/results.ts';
import type { Reading } from '../../engine/types.ts';

/** One text, token by token, under each shown lens. */
export interface TokensResult {
  readonly item: Item;
  readonly sides: Sides<{ readonly lens: string; readonly reading: Reading }>;
}
