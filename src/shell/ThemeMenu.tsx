import { DropdownMenu } from 'radix-ui';
import { usePreferences } from '../app/app.ts';
import { preferences, type Theme } from '../app/preferences.ts';
import { Icon, type IconName } from '../widgets/Icon.tsx';

const THEMES: readonly (readonly [theme: Theme, label: string, icon: IconName])[] = [
  ['light', 'Light', 'sun'],
  ['dark', 'Dark', 'moon'],
  ['system', 'Like the system', 'system'],
];

export function ThemeMenu() {
  const theme = usePreferences((state) => state.theme);
  const icon = THEMES.find(([candidate]) => candidate === theme)?.[2] ?? 'system';
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger className="icon-button" aria-label="Theme" data-testid="theme-menu">
        <Icon name={icon} />
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content
          className="menu"
          style={{ minWidth: 168 }}
          align="end"
          sideOffset={6}
          collisionPadding={12}
        >
          {THEMES.map(([candidate, label, itemIcon]) => (
            <DropdownMenu.CheckboxItem
              key={candidate}
              className="menu-item"
              checked={candidate === theme}
              onSelect={() => preferences.setState({ theme: candidate })}
            >
              <Icon name={itemIcon} />
              {label}
              {candidate === theme && (
                <span className="hint">
                  <Icon name="check" size={14} />
                </span>
              )}
            </DropdownMenu.CheckboxItem>
          ))}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}
