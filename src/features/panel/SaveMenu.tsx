import * as DropdownMenu from 'radix-ui/dropdown-menu';
import { useRef, useState } from 'react';
import { useAsk } from '../../app/asks.ts';
import type { PanelDefinition } from '../../app/panels.ts';
import { Icon } from '../../widgets/Icon.tsx';
import { usePanel } from './context.ts';
import { useSave } from './use-save.ts';

/** Saves what a panel shows, as a picture and as a table; nothing if the panel offers neither. */
export function SaveMenu() {
  const { name, save } = usePanel().definition;
  return save !== undefined && <Menu what={name} save={save} />;
}

function Menu({
  what,
  save,
}: {
  /** "similarity": part of the files' names. */
  readonly what: string;
  readonly save: NonNullable<PanelDefinition['save']>;
}) {
  const ways = useSave(save);
  const [open, setOpen] = useState(false);
  const trigger = useRef<HTMLButtonElement>(null);
  useAsk(`save:${what}`, () => {
    trigger.current?.focus();
    setOpen(true);
  });
  return (
    <DropdownMenu.Root modal={false} open={open} onOpenChange={setOpen}>
      <DropdownMenu.Trigger asChild>
        <button
          ref={trigger}
          type="button"
          className="icon-button"
          aria-label={`Save ${what}`}
          title={`Save ${what}`}
          data-testid={`save-${what}`}
        >
          <Icon name="save" />
        </button>
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content className="menu" align="end" sideOffset={6} collisionPadding={12}>
          {save.pictures && (
            <>
              <Item testId="save-png" onSelect={ways.png}>
                Picture (PNG)
              </Item>
              <Item testId="save-svg" onSelect={ways.svg}>
                Picture (SVG)
              </Item>
              <DropdownMenu.Separator className="menu-separator" />
            </>
          )}
          <Item testId="copy-table" onSelect={ways.copy}>
            Copy table (TSV)
          </Item>
          <Item testId="save-table" onSelect={ways.table}>
            Save table (.tsv)
          </Item>
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}

function Item({
  testId,
  onSelect,
  children,
}: {
  readonly testId: string;
  readonly onSelect: () => void;
  readonly children: string;
}) {
  return (
    <DropdownMenu.Item className="menu-item" data-testid={testId} onSelect={onSelect}>
      {children}
    </DropdownMenu.Item>
  );
}
