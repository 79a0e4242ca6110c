import type { Given } from './given.ts';

/** A named set of instructions, which read the same texts for one purpose. */
export interface Lens {
  readonly id: string;
  readonly name: string;
  /** Index into the Okabe–Ito order, from 0; below `LENS_COLOURS`. */
  readonly colour: number;
  /** Whether the lens takes part in comparisons. */
  readonly on: boolean;
  /**
   * Instruction for texts in symmetric tasks. The exact string: a trailing space changes vectors.
   */
  readonly instruction: string;
  readonly queryInstruction: string;
  readonly documentInstruction: string;
  /** Where its vectors come from, if not from a model; then its instructions are the mark of `markOf`. */
  readonly given?: Given;
}

export type InstructionField = 'instruction' | 'queryInstruction' | 'documentInstruction';

/** Most lenses of a workspace: one for each distinguishable colour. */
export const MOST_LENSES = 8;
/** Names of the colours, in order. */
export const LENS_COLOUR_NAMES = [
  'Blue',
  'Vermilion',
  'Green',
  'Purple',
  'Sky blue',
  'Orange',
  'Yellow',
  'Grey',
] as const;
export const LENS_COLOURS = LENS_COLOUR_NAMES.length;
