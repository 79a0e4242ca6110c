/**
 * What the panels' results are made of. A result holds its texts once and one side for each lens that is shown: two
 * sides of a comparison are of the same texts because there is only one list of them.
 */
import type { WhyWithout } from '../vectors/vector-cache.ts';

/** A text of the workspace, as a panel shows it. */
export interface PlacedText {
  readonly id: string;
  readonly text: string;
  /** Which list or group it stands in: A, B, Q (queries) or D (documents). */
  readonly place: 'A' | 'B' | 'Q' | 'D';
  /** Its number there, from 1. */
  readonly number: number;
  /** The class a person gave it. */
  readonly label?: string;
}

/** One side for one lens, two for two. */
export type Sides<Side> = readonly [first: Side, second?: Side];

/** A text that has no vector of its own under a lens, and so no cosine. */
export interface WithoutVector {
  readonly item: PlacedText;
  /** Id of the lens. */
  readonly lens: string;
  readonly why: WhyWithout;
}
