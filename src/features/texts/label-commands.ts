import { editWithToast } from '../../app/actions.ts';
import type { Command, CommandContext } from '../../app/commands/commands.ts';
import { view } from '../../app/view.ts';
import { isolated } from '../../lib/isolate.ts';
import { classColumns } from '../../workspace/class-columns.ts';
import { labelBy } from '../../workspace/edits.ts';

/** Commands that take the labels from another column that came with the texts. */
export function labelCommands({ workspace: { workspace, role } }: CommandContext): Command[] {
  if (role === 'reader') return [];
  return classColumns(workspace).map((column) => ({
    group: 'Texts',
    label: `Label the texts by the column “${isolated(column)}”`,
    keywords: 'labels class truth facet v-measure ari colours',
    perform: () => labelTextsBy(column),
  }));
}

/** Takes the labels of all texts from a column, and colours the map by them. */
export function labelTextsBy(column: string): void {
  const said = `Labelled by “${isolated(column)}”`;
  if (!editWithToast(said, (before) => labelBy(before, column))) return;
  view.setState({ labels: true, mapColour: 'labels', mapBy: null });
}
