import { ask } from '../../app/asks.ts';
import type { Command, CommandContext } from '../../app/commands/commands.ts';
import { fold } from '../../app/folds.ts';
import type { Panel } from '../../app/panels.ts';
import { view } from '../../app/view.ts';

/** Going to each panel, opening it large, and its own commands. */
export function panelCommands(
  panels: readonly Panel[],
  context: CommandContext,
): readonly Command[] {
  const definitions = panels.map(({ definition }) => definition);
  return [
    ...definitions
      .filter(({ place }) => place === 'grid')
      .flatMap(({ name, title }): Command[] => [
        {
          group: 'Panels',
          label: `Go to ${title.toLowerCase()}`,
          keywords: 'focus panel',
          perform: () => {
            view.setState({ large: null });
            fold(name, false);
            ask(`panel:${name}`);
          },
        },
        {
          group: 'Panels',
          label: `Open ${title.toLowerCase()} large`,
          keywords: 'expand full',
          perform: () => view.setState({ large: name }),
        },
      ]),
    {
      group: 'Panels',
      label: 'All panels',
      keywords: 'shrink',
      perform: () => view.setState({ large: null }),
    },
    ...definitions.flatMap(({ commands }) => commands?.(context) ?? []),
  ];
}

/** Opens the menu of each panel that has something to save. */
export function saveCommands(panels: readonly Panel[]): readonly Command[] {
  return panels.map(
    ({ definition: { name, save, isShown }, data }): Command => ({
      group: 'Workspace',
      label: `Save ${name}: picture or table`,
      keywords: 'export png svg tsv copy download',
      predicate: ({ shown }) =>
        save !== undefined &&
        data.store.getState().result !== null &&
        (isShown === undefined || isShown(shown)),
      perform: () => ask(`save:${name}`),
    }),
  );
}
