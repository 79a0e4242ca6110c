/** Builders of the examples. */
import type { Lens } from '../lens.ts';
import type { SavedView } from '../saved-view.ts';
import { buildInstruction } from '../template.ts';
import type { GroupedText, TextItem } from '../workspace.ts';

/** Makes the texts of a group, each list under the label that a person would give them. */
export function labelled(
  group: GroupedText['group'],
  texts: Readonly<Record<string, readonly string[]>>,
): GroupedText[] {
  return Object.entries(texts)
    .flatMap(([label, all]) => all.map((text) => ({ text, label })))
    .map(({ text, label }, i) => ({ id: `${group.toLowerCase()}${i + 1}`, text, group, label }));
}

export const listed = (prefix: 'q' | 'd', texts: readonly string[]): TextItem[] =>
  texts.map((text, i) => ({ id: `${prefix}${i + 1}`, text }));

const made = (colour: number, name: string, instruction: string): Lens => ({
  id: `lens-${colour + 1}`,
  name,
  colour,
  on: true,
  instruction,
  queryInstruction: instruction,
  documentInstruction: instruction,
});

/** Baseline to compare every instruction with: the model reads the texts alone. */
const BASELINE = made(0, 'No instruction', '');

/** Makes the baseline, then lenses of one instruction each: `[name, text type, objective, domain]`. */
export function lenses(
  ...asked: readonly (readonly [
    name: string,
    textType: string,
    objective: string,
    domain?: string,
  ])[]
): readonly Lens[] {
  return [
    BASELINE,
    ...asked.map(([name, textType, objective, domain = ''], i) =>
      made(i + 1, name, buildInstruction({ domain, textType, objective })),
    ),
  ];
}

/** View of every example: the baseline beside the lens that finds the labels. */
export const BESIDE_BASELINE: SavedView = {
  mode: 'two',
  first: 'lens-1',
  second: 'lens-2',
  columns: null,
  colour: 'value',
  mapColour: 'clusters',
  mapBy: null,
  rankedBy: 'vectors',
  labels: false,
};
