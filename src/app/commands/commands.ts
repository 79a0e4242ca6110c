/** Commands of the page as objects: the palette, the menus, the keys and their list are made of these. */

import type { ShownLenses } from '../lenses/shown-lenses.ts';
import type { View } from '../view.ts';
import type { WorkspaceState } from '../workspace.ts';
import type { Keys } from './keys.ts';

/** State of the page when a command is offered. */
export interface CommandContext {
  readonly workspace: WorkspaceState;
  readonly view: View;
  readonly shown: ShownLenses;
}

export interface Command {
  /** Heading that the command stands under. */
  readonly group: string;
  readonly label: string | ((context: CommandContext) => string);
  /** Other words that people look for it by. */
  readonly keywords?: string;
  readonly key?: Keys & {
    /** Whether its key is heard in fields too, which have an undo of their own. */
    readonly inFields: boolean;
  };
  /** Whether the command is offered by name; its key is heard all the same. */
  readonly predicate?: (context: CommandContext) => boolean;
  readonly perform: (context: CommandContext) => void;
}
