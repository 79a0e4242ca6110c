import { useSyncExternalStore } from 'react';

/** Colours of charts, from the page's tokens. */
export interface PlotTheme {
  readonly ink: string;
  readonly muted: string;
  readonly line: string;
  readonly surface: string;
  readonly accent: string;
  readonly font: string;
  /** Low to high. */
  readonly scale: readonly string[];
  /** Below 0 to above 0. */
  readonly diverging: readonly string[];
  /** Okabe–Ito order. */
  readonly clusters: readonly string[];
}

/** The theme in use; a new object only when it changes. */
export function usePlotTheme(): PlotTheme {
  const name = useSyncExternalStore(subscribe, () => document.documentElement.dataset.theme ?? '');
  let theme = themes.get(name);
  if (theme === undefined) {
    theme = readTheme();
    themes.set(name, theme);
  }
  return theme;
}

const themes = new Map<string, PlotTheme>();

function subscribe(listener: () => void): () => void {
  // In a task of its own, so that the switch does not wait for the charts.
  const observer = new MutationObserver(() => setTimeout(listener));
  observer.observe(document.documentElement, { attributeFilter: ['data-theme'] });
  return () => observer.disconnect();
}

function readTheme(): PlotTheme {
  const style = getComputedStyle(document.documentElement);
  const token = (name: string) => style.getPropertyValue(`--${name}`).trim();
  const series = (name: string, count: number) =>
    Array.from({ length: count }, (_, index) => token(`${name}-${index + 1}`));
  return {
    ink: token('ink'),
    muted: token('muted'),
    line: token('line'),
    surface: token('surface'),
    accent: token('accent'),
    font: token('font'),
    scale: series('scale', 6),
    diverging: series('diverging', 7),
    clusters: series('cluster', 8),
  };
}
