/**
 * Building blocks of the panels' results. A result holds its texts once and one side for each shown lens: two sides of
 * a comparison are of the same texts because there is only one list of them.
 */
import type { WhyWithout } from '../vectors/vector-cache.ts';

/** A text of the workspace, as a panel shows it. */
export interface PlacedText {
  readonly id: string;
  readonly text: string;
  /** List or group of the text: A, B, Q (queries) or D (documents). */
  readonly place: 'A' | 'B' | 'Q' | 'D';
  /** Number in its list, from 1. */
  readonly number: number;
  /** Class that a person gave the text. */
  readonly label?: string;
}

/** One side for one lens, two sides for two. */
export type Sides<Side> = readonly [first: Side, second?: Side];

/** A text without a vector of its own under a lens, and so without a cosine. */
export interface WithoutVector {
  readonly item: PlacedText;
  /** Id of the lens. */
  readonly lens: string;
  readonly why: WhyWithout;
}
