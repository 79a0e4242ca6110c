import { DropdownMenu } from 'radix-ui';
import type { ReactNode } from 'react';
import { Icon, type IconName } from '../widgets/Icon.tsx';
import type { Command } from './commands.ts';
import { commandContext, perform } from './perform.ts';

/** A command as an item of a menu; disabled where its predicate says that it cannot be done now. */
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
  /** Whether it is the chosen one of several; undefined if it is no choice. */
  readonly checked?: boolean;
  readonly hint?: ReactNode;
  /** Called before it is performed. */
  readonly onPerform?: () => void;
  /** Its words, which are shorter here than where it is found by name. */
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
