import type { Command } from '../../app/commands/commands.ts';
import { preferences, type Theme } from '../../app/preferences.ts';
import type { IconName } from '../../widgets/Icon.tsx';

interface ThemeChoice {
  readonly theme: Theme;
  /** Its name in the menu. */
  readonly name: string;
  readonly icon: IconName;
  readonly command: Command;
}

function choice(theme: Theme, name: string, icon: IconName): ThemeChoice {
  const command: Command = {
    group: 'Page',
    label: `Theme: ${name.toLowerCase()}`,
    keywords: 'mode colours',
    perform: () => preferences.setState({ theme }),
  };
  return { theme, name, icon, command };
}

/** The colours of the page, in the order of the menu. */
export const THEMES: readonly ThemeChoice[] = [
  choice('light', 'Light', 'sun'),
  choice('dark', 'Dark', 'moon'),
  choice('system', 'Like the system', 'system'),
];
