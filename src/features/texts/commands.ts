import { ask } from '../../app/asks.ts';
import type { Command } from '../../app/commands/commands.ts';
import { view } from '../../app/view.ts';

export const ADD_TEXTS: Command = {
  group: 'Workspace',
  label: 'Add texts',
  keywords: 'paste import file csv table',
  predicate: ({ workspace }) => workspace.role !== 'reader',
  perform: () => {
    view.setState({ drawer: true });
    ask('add-texts');
  },
};
