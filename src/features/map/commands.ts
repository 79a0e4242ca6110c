import { PROJECTIONS } from '../../analysis/types.ts';
import { app } from '../../app/app.ts';
import type { Command, CommandContext } from '../../app/commands/commands.ts';
import { view } from '../../app/view.ts';
import { isolated } from '../../lib/isolate.ts';
import { byColumn, MAP_COLOURS } from '../../workspace/saved-view.ts';
import type { Workspace } from '../../workspace/workspace.ts';
import { mostClusters } from './cluster-limit.ts';
import { PROJECTION_NAMES } from './words.ts';

type Settings = Partial<Pick<Workspace, 'k' | 'projection'>>;
const adjust = (settings: Settings) => app().workspace.getState().adjust(settings);

const FIXED: readonly Command[] = [
  ...PROJECTIONS.map(
    (projection): Command => ({
      group: 'Panels',
      label: `Map by ${PROJECTION_NAMES[projection]}`,
      keywords: 'projection',
      perform: () => adjust({ projection }),
    }),
  ),
  {
    group: 'Panels',
    label: ({ workspace: { workspace } }) => `One cluster more (k = ${workspace.k + 1})`,
    predicate: ({ workspace: { workspace } }) => workspace.k < mostClusters(workspace),
    perform: ({ workspace: { workspace } }) => adjust({ k: workspace.k + 1 }),
  },
  {
    group: 'Panels',
    label: ({ workspace: { workspace } }) => `One cluster fewer (k = ${workspace.k - 1})`,
    predicate: ({ workspace: { workspace } }) => workspace.k > 1,
    perform: ({ workspace: { workspace } }) => adjust({ k: workspace.k - 1 }),
  },
  ...MAP_COLOURS.map(
    (mapColour): Command => ({
      group: 'Panels',
      label: `Colour the map by ${mapColour}`,
      perform: () => view.setState({ mapColour, mapBy: null }),
    }),
  ),
];

/** Commands that choose how the map is made and coloured. */
export function mapCommands({ workspace: { workspace } }: CommandContext): readonly Command[] {
  const { columns = [], queries } = workspace;
  const named = columns.map((column) => [`“${isolated(column)}”`, byColumn(column)] as const);
  const asked = queries.length > 0 ? [['the score of the query', 'score'] as const] : [];
  return [
    ...FIXED,
    ...[...asked, ...named].map(
      ([name, mapBy]): Command => ({
        group: 'Panels',
        label: `Colour the map by ${name}`,
        perform: () => view.setState({ mapBy }),
      }),
    ),
  ];
}
