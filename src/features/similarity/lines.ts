import type { PlacedText } from '../../app/results.ts';
import { once } from '../../lib/once.ts';

/** A row or column of the matrix: one text, or a cluster of texts. */
export interface MatrixLine {
  readonly id: string;
  /** Short name beside the cells: "A12"; of a cluster its number. */
  readonly name: string;
  /** The text, or the terms of the cluster. */
  readonly text: string;
  /** Texts that it stands for. */
  readonly texts: readonly string[];
}

/** Makes a line of each text; the same lines for the same list. */
export const textLines: (items: readonly PlacedText[]) => readonly MatrixLine[] = once((items) =>
  items.map(({ id, place, number, text }) => ({ id, name: place + number, text, texts: [text] })),
);

/** Whether one of a line's texts is among those that stand out. */
export function isLit({ texts }: MatrixLine, lit: ReadonlySet<string>): boolean {
  return texts.some((text) => lit.has(text));
}
