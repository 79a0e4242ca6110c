import type { PlacedText, Sides } from '../../app/results.ts';
import type { InputTokens } from '../../engine/types.ts';

/** One text, token by token, under each shown lens. */
export interface TokensResult {
  readonly item: PlacedText;
  readonly sides: Sides<{ readonly lens: string; readonly input: InputTokens }>;
}
