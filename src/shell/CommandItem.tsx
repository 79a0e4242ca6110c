import { DropdownMenu } from 'radix-ui';
import type { ReactNode } from 'react';
import type { Command } from '../app/commands.ts';
import { perform } from '../app/perform.ts';
import { Icon, type IconName } from '../widgets/Icon.tsx';

/** A command as an item of a menu. */
export function CommandItem({
  command,
  icon,
  testId,
  disabled,
  hint = command.key?.keys[0],
  children,
}: {
  readonly command: Command;
  readonly icon: IconName;
  readonly testId?: string;
  readonly disabled?: boolean;
  readonly hint?: ReactNode;
  /** Its words, which are shorter here than where it is found by name. */
  readonly children: ReactNode;
}) {
  return (
    <DropdownMenu.Item
      className="menu-item"
      data-testid={testId}
      disabled={disabled}
      onSelect={() => perform(command)}
    >
      <Icon name={icon} />
      {children}
      {hint !== undefined && <span className="hint">{hint}</span>}
    </DropdownMenu.Item>
  );
}
