import { preferences } from './preferences.ts';

/** Keeps the document's `data-theme` at the chosen theme, or at the system's. */
export function followTheme(): void {
  const dark = window.matchMedia('(prefers-color-scheme: dark)');
  const apply = () => {
    const { theme } = preferences.getState();
    const shown = theme === 'system' ? (dark.matches ? 'dark' : 'light') : theme;
    if (document.documentElement.dataset.theme !== shown) {
      document.documentElement.dataset.theme = shown;
    }
  };
  apply();
  dark.addEventListener('change', apply);
  preferences.subscribe(apply);
}
