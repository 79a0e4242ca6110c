/** What the page can do, as objects: the palette, the menus, the keys and their list are made of these. */
import type { Keys } from './keys.ts';
import type { ShownLenses } from './shown-lenses.ts';
import type { View } from './view.ts';
import type { WorkspaceState } from './workspace.ts';

/** What is there when a command is offered. */
export interface CommandContext {
  readonly workspace: WorkspaceState;
  readonly view: View;
  readonly shown: ShownLenses;
}

export interface Command {
  /** The heading it stands under. */
  readonly group: string;
  readonly label: string | ((context: CommandContext) => string);
  /** Other words people look for it by. */
  readonly keywords?: string;
  readonly key?: Keys & {
    /** Whether it is heard in fields too, which have an undo of their own. */
    readonly inFields: boolean;
  };
  /** Whether it is offered by name; its key is heard all the same. */
  readonly predicate?: (context: CommandContext) => boolean;
  readonly perform: (context: CommandContext) => void;
}
