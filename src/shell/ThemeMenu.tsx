import * as DropdownMenu from 'radix-ui/dropdown-menu';
import { usePreferences } from '../app/app.ts';
import { CommandItem } from '../app/commands/CommandItem.tsx';
import { Icon } from '../widgets/Icon.tsx';
import { THEMES } from './commands/themes.ts';

export function ThemeMenu() {
  const theme = usePreferences((state) => state.theme);
  const chosen = THEMES.find((each) => each.theme === theme);
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger className="icon-button" aria-label="Theme" data-testid="theme-menu">
        <Icon name={chosen?.icon ?? 'system'} />
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content
          className="menu"
          style={{ minWidth: 168 }}
          align="end"
          sideOffset={6}
          collisionPadding={12}
        >
          {THEMES.map((each) => (
            <CommandItem
              key={each.theme}
              command={each.command}
              icon={each.icon}
              checked={each === chosen}
            >
              {each.name}
            </CommandItem>
          ))}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}
