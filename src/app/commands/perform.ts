import { app } from '../app.ts';
import { shownLensesOf } from '../lenses/shown-lenses.ts';
import { view } from '../view.ts';
import type { Command, CommandContext } from './commands.ts';

/** Returns the current state of the page for commands. */
export function commandContext(): CommandContext {
  const workspace = app().workspace.getState();
  const shown = shownLensesOf(workspace.workspace, view.getState());
  return { workspace, view: view.getState(), shown };
}

export function labelOf({ label }: Command, context: CommandContext): string {
  return typeof label === 'string' ? label : label(context);
}

export function perform(command: Command): void {
  command.perform(commandContext());
}
