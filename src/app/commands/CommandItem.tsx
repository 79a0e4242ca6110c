import * as DropdownMenu from 'radix-ui/dropdown-menu';
import type { ReactNode } from 'react';
import { Icon, type IconName } from '../../widgets/Icon.tsx';
import type { Command } from './commands.ts';
import { commandContext, perform } from './perform.ts';

/** A command as a menu item; disabled where its predicate says it cannot be done now. */
export function CommandItem({
  command,
  icon,
  testId,
  checked,
  hint = command.key?.keys[0],
  onPerform,
  children,
}: {
  readonly command: Command;
  readonly icon?: IconName;
  readonly testId?: string;
  /** Whether this is the chosen one of several; undefined if the command is no choice. */
  readonly checked?: boolean;
  readonly hint?: ReactNode;
  /** Called before the command is performed. */
  readonly onPerform?: () => void;
  /** Words of the item: shorter than the name the palette finds it by. */
  readonly children: ReactNode;
}) {
  const item = {
    className: 'menu-item',
    'data-testid': testId,
    disabled: command.predicate?.(commandContext()) === false,
    onSelect: () => {
      onPerform?.();
      perform(command);
    },
  };
  const words = (
    <>
      {icon !== undefined && <Icon name={icon} />}
      {children}
    </>
  );
  if (checked === undefined) {
    return (
      <DropdownMenu.Item {...item}>
        {words}
        {hint !== undefined && <span className="hint">{hint}</span>}
      </DropdownMenu.Item>
    );
  }
  return (
    <DropdownMenu.CheckboxItem {...item} role="menuitemradio" checked={checked}>
      {words}
      <DropdownMenu.ItemIndicator className="hint">
        <Icon name="check" size={14} />
      </DropdownMenu.ItemIndicator>
    </DropdownMenu.CheckboxItem>
  );
}
