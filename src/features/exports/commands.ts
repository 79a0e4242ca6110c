import type { Command } from '../../app/commands/commands.ts';
import { exporting } from './state.ts';

export const EXPORT: Command = {
  group: 'Workspace',
  label: 'Export vectors and results',
  perform: () => exporting.setState({ open: true, selected: false }),
};
