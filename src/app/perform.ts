import { app } from './app.ts';
import type { Command, CommandContext } from './commands.ts';
import { comparisonOf } from './comparison.ts';
import { view } from './view.ts';

/** What is there now. */
export function commandContext(): CommandContext {
  const workspace = app().workspace.getState();
  const comparison = comparisonOf(workspace.workspace, view.getState());
  return { workspace, view: view.getState(), comparison };
}

export function labelOf({ label }: Command, context: CommandContext): string {
  return typeof label === 'string' ? label : label(context);
}

export function perform(command: Command): void {
  command.perform(commandContext());
}
