import { Command as Menu } from 'cmdk';
import * as Dialog from 'radix-ui/dialog';
import { useState } from 'react';
import { useStore } from 'zustand';
import type { Command, CommandContext } from '../../app/commands/commands.ts';
import type { Keys } from '../../app/commands/keys.ts';
import { commandContext, labelOf, perform } from '../../app/commands/perform.ts';
import type { PlacedText } from '../../app/results.ts';
import { reveal } from '../../app/reveal.ts';
import { select, view } from '../../app/view.ts';
import { Shortcuts } from './Shortcuts.tsx';
import { palette } from './state.ts';
import style from './style.module.css';
import { TextItems } from './TextItems.tsx';
import { useFoundTexts } from './use-found-texts.ts';

type Offered = (context: CommandContext) => readonly Command[];

/** Every command by its name, the texts by their words, and the list of keys. */
export function Palette({
  commands,
  keys,
}: {
  /** All commands available now; called when the palette opens. */
  readonly commands: Offered;
  /** The keys of the page and of its lists, in the order of the list of keys. */
  readonly keys: readonly Keys[];
}) {
  const open = useStore(palette, (state) => state.open);
  return (
    <Dialog.Root open={open !== null} onOpenChange={() => palette.setState({ open: null })}>
      <Dialog.Portal>
        <Dialog.Overlay className="overlay" />
        <Dialog.Content
          className={open === 'shortcuts' ? 'dialog' : `dialog ${style.palette}`}
          aria-describedby={undefined}
          data-testid="palette"
        >
          {open === 'shortcuts' ? <Shortcuts keys={keys} /> : <Commands offered={commands} />}
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

const FOCUS_MS = 30;

function Commands({ offered }: { readonly offered: Offered }) {
  const [all] = useState(() => {
    const context = commandContext();
    return offered(context)
      .filter(({ predicate }) => predicate === undefined || predicate(context))
      .map((command) => ({ command, label: labelOf(command, context) }));
  });
  const groups = [...new Set(all.map(({ command }) => command.group))];
  const [typed, setTyped] = useState('');
  const found = useFoundTexts(typed);
  const afterwards = (act: () => void) => {
    palette.setState({ open: null });
    // The dialog returns the focus in a task of its own; the command runs later, since it may move the focus.
    setTimeout(act, FOCUS_MS);
  };
  const run = (command: Command) => afterwards(() => perform(command));
  const show = (text: PlacedText) =>
    afterwards(() => {
      select([text.text], false);
      // Where the lists are a drawer, it opens.
      view.setState({ drawer: true });
      reveal(text);
    });
  return (
    <>
      <Dialog.Title className="visually-hidden">Commands</Dialog.Title>
      <Menu label="Commands" loop filter={fit}>
        <Menu.Input
          placeholder="A command, or words of a text"
          data-testid="palette-input"
          value={typed}
          onValueChange={setTyped}
        />
        <Menu.List>
          <Menu.Empty>No command and no text has these words.</Menu.Empty>
          {groups.map((group) => (
            <Menu.Group key={group} heading={group}>
              {all
                .filter(({ command }) => command.group === group)
                .map(({ command, label }, at) => (
                  <Menu.Item
                    // biome-ignore lint/suspicious/noArrayIndexKey: two lenses may have one name
                    key={at}
                    value={`${label} ${group}${at}`}
                    keywords={[command.keywords ?? '', group]}
                    onSelect={() => run(command)}
                  >
                    <span className="ellipsis">{label}</span>
                    {command.key !== undefined && (
                      <span className="hint">{command.key.keys[0]}</span>
                    )}
                  </Menu.Item>
                ))}
            </Menu.Group>
          ))}
          {found !== null && found.items.length > 0 && <TextItems found={found} onChoose={show} />}
        </Menu.List>
      </Menu>
    </>
  );
}

/** Score of a command: 1 or 0.8 if its name has words that begin with those typed, 0.5 if name and keywords do. */
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
  // A text that was found for what is typed.
  if (keywords.includes(search)) return 0.5;
  const all = [value, ...keywords].join(' ');
  return asked.every((word) => begins(all, word)) ? 0.5 : 0;
}
