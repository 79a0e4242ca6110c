import type { Command } from '../../app/commands/commands.ts';
import { storeDialog } from './state.ts';

export const CONNECT_STORE: Command = {
  group: 'Workspace',
  label: 'Connect a vector store',
  perform: () => storeDialog.setState({ open: true }),
};
