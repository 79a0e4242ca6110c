import type { Command } from '../../app/commands/commands.ts';
import { evaluating } from './state.ts';

export const EVALUATE: Command = {
  group: 'Lenses',
  label: 'Evaluate instructions',
  perform: () => evaluating.setState({ open: true }),
};
