import * as DropdownMenu from 'radix-ui/dropdown-menu';
import { useRef } from 'react';
import { useReading, useWorkspace } from '../../app/app.ts';
import { CommandItem } from '../../app/commands/CommandItem.tsx';
import { lensName } from '../../app/lenses/LensName.tsx';
import { Icon } from '../../widgets/Icon.tsx';
import { LENS_COLOUR_NAMES, type Lens } from '../../workspace/lens.ts';
import { commandsOf } from './one-lens.ts';

/** Actions on a whole lens. */
export function LensMenu({ lens }: { readonly lens: Lens }) {
  // The menu returns the focus to its button, unless the command moves it elsewhere.
  const moves = useRef(false);
  const onMove = () => {
    moves.current = true;
  };
  const isOnly = useWorkspace((state) => state.workspace.lenses.length === 1);
  const { rename, duplicate, up, down, colours, remove } = commandsOf(lens);
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger
        className="icon-button"
        aria-label={`Actions for lens ${lensName(lens)}`}
        data-testid="lens-menu"
        disabled={useReading()}
      >
        <Icon name="more" />
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content
          className="menu"
          style={{ minWidth: 180 }}
          align="end"
          sideOffset={4}
          collisionPadding={12}
          onCloseAutoFocus={(event) => {
            if (moves.current) event.preventDefault();
            moves.current = false;
          }}
        >
          <CommandItem command={rename} onPerform={onMove}>
            Rename
          </CommandItem>
          <CommandItem command={duplicate} onPerform={onMove}>
            Duplicate
          </CommandItem>
          <CommandItem command={up}>Move up</CommandItem>
          <CommandItem command={down}>Move down</CommandItem>
          <DropdownMenu.Sub>
            <DropdownMenu.SubTrigger className="menu-item">
              Colour
              <span className="hint" data-colour={lens.colour}>
                <i className="lens-dot" />
              </span>
            </DropdownMenu.SubTrigger>
            <DropdownMenu.Portal>
              <DropdownMenu.SubContent
                className="menu"
                style={{ minWidth: 140 }}
                collisionPadding={12}
              >
                {colours.map((command, colour) => (
                  <CommandItem
                    key={LENS_COLOUR_NAMES[colour]}
                    command={command}
                    checked={colour === lens.colour}
                  >
                    <i className="lens-dot" data-colour={colour} />
                    {LENS_COLOUR_NAMES[colour]}
                  </CommandItem>
                ))}
              </DropdownMenu.SubContent>
            </DropdownMenu.Portal>
          </DropdownMenu.Sub>
          <DropdownMenu.Separator className="menu-separator" />
          <CommandItem
            command={remove}
            onPerform={onMove}
            hint={isOnly ? 'the last one stays' : undefined}
          >
            Delete
          </CommandItem>
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}
