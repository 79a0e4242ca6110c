import { Command as Menu } from 'cmdk';
import { Dialog } from 'radix-ui';
import { useState } from 'react';
import { useStore } from 'zustand';
import { type Command, commands } from './commands.ts';
import { palette, SHORTCUTS } from './state.ts';

/** Every command by name, and the list of keys. Loaded on first use. */
export default function Palette() {
  const open = useStore(palette, (state) => state.open);
  return (
    <Dialog.Root open={open !== null} onOpenChange={() => palette.setState({ open: null })}>
      <Dialog.Portal>
        <Dialog.Overlay className="overlay" />
        <Dialog.Content
          className={open === 'shortcuts' ? 'dialog' : 'dialog palette'}
          aria-describedby={undefined}
          data-testid="palette"
        >
          {open === 'shortcuts' ? <Shortcuts /> : <Commands />}
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

const FOCUS_MS = 30;

function Commands() {
  const [all] = useState(commands);
  const groups = [...new Set(all.map(({ group }) => group))];
  const run = (command: Command) => {
    palette.setState({ open: null });
    // Waits until the dialog has returned the focus, in a task of its own: the command may move it on.
    setTimeout(command.run, FOCUS_MS);
  };
  return (
    <>
      <Dialog.Title className="visually-hidden">Commands</Dialog.Title>
      <Menu label="Commands" loop filter={fit}>
        <Menu.Input placeholder="What do you want to do?" data-testid="palette-input" />
        <Menu.List>
          <Menu.Empty>No command has that name.</Menu.Empty>
          {groups.map((group) => (
            <Menu.Group key={group} heading={group}>
              {all
                .filter((command) => command.group === group)
                .map((command, at) => (
                  <Menu.Item
                    // biome-ignore lint/suspicious/noArrayIndexKey: two lenses may have one name
                    key={at}
                    value={`${command.name} ${group}${at}`}
                    keywords={[command.words ?? '', group]}
                    onSelect={() => run(command)}
                  >
                    <span className="ellipsis">{command.name}</span>
                    {command.keys !== undefined && <span className="hint">{command.keys}</span>}
                  </Menu.Item>
                ))}
            </Menu.Group>
          ))}
        </Menu.List>
      </Menu>
    </>
  );
}

/** Score of a command: words that start in its name, then in its other words. Letters within words do not count. */
function fit(value: string, search: string, keywords: readonly string[] = []): number {
  const asked = search.toLowerCase().split(/\s+/).filter(Boolean);
  const begins = (text: string, word: string) =>
    text
      .toLowerCase()
      .split(/[^\p{L}\p{N}.-]+/u)
      .some((each) => each.startsWith(word));
  if (asked.every((word) => begins(value, word))) {
    return value.toLowerCase().startsWith(asked[0] ?? '') ? 1 : 0.8;
  }
  const all = [value, ...keywords].join(' ');
  return asked.every((word) => begins(all, word)) ? 0.5 : 0;
}

function Shortcuts() {
  return (
    <>
      <Dialog.Title>Keyboard shortcuts</Dialog.Title>
      <dl className="shortcuts">
        {SHORTCUTS.map(([keys, what]) => (
          <div key={keys}>
            <dt>
              <kbd>{keys}</kbd>
            </dt>
            <dd>{what}</dd>
          </div>
        ))}
      </dl>
      <p>On a Mac, ⌘ for Ctrl.</p>
    </>
  );
}
