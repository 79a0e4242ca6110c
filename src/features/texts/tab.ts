import type { LabelledText } from '../../corpus/tables/columns.ts';
import { addItems, type Group, type ListName } from '../../workspace/edits.ts';
import type { InstructionField } from '../../workspace/lens.ts';
import type { Workspace } from '../../workspace/workspace.ts';

/** One of the lists of texts that the left side shows. */
export interface Tab {
  readonly key: string;
  readonly label: string;
  readonly list: ListName;
  readonly group: Group | null;
  readonly instruction: InstructionField;
}

/** Names a list in a sentence. */
export function wordsFor({ group, label }: Tab): string {
  return group === null ? label.toLowerCase() : `group ${group}`;
}

/** Returns the edit that adds texts to a list. */
export function withAdded({ list, group }: Tab, texts: readonly LabelledText[]) {
  return (before: Workspace): Workspace => addItems(before, list, texts, group ?? 'A');
}
