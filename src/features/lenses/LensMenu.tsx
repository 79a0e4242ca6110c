import { DropdownMenu } from 'radix-ui';
import { useRef } from 'react';
import { app, useReading } from '../../app/app.ts';
import { lensName } from '../../app/LensName.tsx';
import { createLens, deleteLens, openLens } from '../../app/lens-actions.ts';
import { Icon } from '../../widgets/Icon.tsx';
import { LENS_COLOUR_NAMES, type Lens, MOST_LENSES } from '../../workspace/lens.ts';
import { changeLens, moveLens } from '../../workspace/lens-edits.ts';
import type { FocusTarget } from './focus.ts';

/** Actions on a whole lens. */
export function LensMenu({
  lens,
  index,
  count,
  onFocus,
}: {
  readonly lens: Lens;
  readonly index: number;
  readonly count: number;
  readonly onFocus: (target: FocusTarget) => void;
}) {
  // The menu returns the focus to its button, unless the action moved it elsewhere.
  const sent = useRef(false);
  const send = (target: FocusTarget) => {
    sent.current = true;
    onFocus(target);
  };
  const move = (by: -1 | 1) =>
    app()
      .workspace.getState()
      .edit(by < 0 ? 'Move lens up' : 'Move lens down', (current) =>
        moveLens(current, lens.id, by),
      );
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
            if (sent.current) event.preventDefault();
            sent.current = false;
          }}
        >
          <DropdownMenu.Item
            className="menu-item"
            onSelect={() => {
              openLens(lens.id);
              send({ id: lens.id, part: 'name' });
            }}
          >
            Rename
          </DropdownMenu.Item>
          <DropdownMenu.Item
            className="menu-item"
            disabled={count >= MOST_LENSES}
            onSelect={() => void createLens(lens.id)}
          >
            Duplicate
          </DropdownMenu.Item>
          <DropdownMenu.Item className="menu-item" disabled={index === 0} onSelect={() => move(-1)}>
            Move up
          </DropdownMenu.Item>
          <DropdownMenu.Item
            className="menu-item"
            disabled={index === count - 1}
            onSelect={() => move(1)}
          >
            Move down
          </DropdownMenu.Item>
          <ColourMenu lens={lens} />
          <DropdownMenu.Separator className="menu-separator" />
          <DropdownMenu.Item
            className="menu-item"
            disabled={count === 1}
            onSelect={() => {
              const next = deleteLens(lens);
              if (next !== null) send({ id: next, part: 'head' });
            }}
          >
            Delete
            {count === 1 && <span className="hint">the last one stays</span>}
          </DropdownMenu.Item>
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}

function ColourMenu({ lens }: { readonly lens: Lens }) {
  return (
    <DropdownMenu.Sub>
      <DropdownMenu.SubTrigger className="menu-item">
        Colour
        <span className="hint" data-colour={lens.colour}>
          <i className="lens-dot" />
        </span>
      </DropdownMenu.SubTrigger>
      <DropdownMenu.Portal>
        <DropdownMenu.SubContent className="menu" style={{ minWidth: 140 }} collisionPadding={12}>
          <DropdownMenu.RadioGroup
            value={String(lens.colour)}
            onValueChange={(value) =>
              app()
                .workspace.getState()
                .edit('Change colour', (current) =>
                  changeLens(current, lens.id, { colour: Number(value) }),
                )
            }
          >
            {LENS_COLOUR_NAMES.map((name, colour) => (
              <DropdownMenu.RadioItem
                key={name}
                className="menu-item"
                value={String(colour)}
                data-colour={colour}
              >
                <i className="lens-dot" />
                {name}
                <DropdownMenu.ItemIndicator className="hint">
                  <Icon name="check" size={14} />
                </DropdownMenu.ItemIndicator>
              </DropdownMenu.RadioItem>
            ))}
          </DropdownMenu.RadioGroup>
        </DropdownMenu.SubContent>
      </DropdownMenu.Portal>
    </DropdownMenu.Sub>
  );
}
