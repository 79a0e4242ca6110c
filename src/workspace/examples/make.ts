/** Builders of the examples. */
import type { Lens } from '../lens.ts';
import { buildInstruction } from '../template.ts';
import type { GroupedText, TextItem } from '../workspace.ts';

export const grouped = (group: GroupedText['group'], texts: readonly string[]): GroupedText[] =>
  texts.map((text, i) => ({ id: `${group.toLowerCase()}${i + 1}`, text, group }));

export const listed = (prefix: 'q' | 'd', texts: readonly string[]): TextItem[] =>
  texts.map((text, i) => ({ id: `${prefix}${i + 1}`, text }));

/** A lens's instruction for one kind of text: `[text type, objective, domain]`. */
type Asked = readonly [textType: string, objective: string, domain?: string];

export function lens(
  colour: number,
  name: string,
  texts: Asked,
  queries: Asked,
  documents: Asked,
): Lens {
  const built = ([textType, objective, domain = '']: Asked) =>
    buildInstruction({ domain, textType, objective });
  return {
    id: `lens-${colour + 1}`,
    name,
    colour,
    on: true,
    instruction: built(texts),
    queryInstruction: built(queries),
    documentInstruction: built(documents),
  };
}
