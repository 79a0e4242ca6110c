/** A named set of instructions: the same texts, read for a purpose. */
export interface Lens {
  readonly id: string;
  readonly name: string;
  /** Place in the Okabe–Ito order, from 0; below `LENS_COLOURS`. */
  readonly colour: number;
  /** Whether it takes part in comparisons. */
  readonly on: boolean;
  /** Of the texts, for symmetric tasks. The exact string: a trailing space changes vectors. */
  readonly instruction: string;
  readonly queryInstruction: string;
  readonly documentInstruction: string;
}

export type InstructionField = 'instruction' | 'queryInstruction' | 'documentInstruction';

/** Lenses a workspace holds: there are as many colours to tell them apart by. */
export const MOST_LENSES = 8;
/** The colours, in order, as people call them. */
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
